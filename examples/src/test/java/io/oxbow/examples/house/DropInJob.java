// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * A job of sums per key for a JVM of its own; started by {@link DropInJobIT}. It is compiled
 * against Flink alone: Oxbow is whatever jar lies on the class path or comes with the job.
 */
public final class DropInJob {
  static final int KEYS = 7;
  static final int ROWS = 3_000;

  private DropInJob() {}

  /**
   * Runs the job.
   *
   * @param args factory class, file for the sums, checkpoint folder, and optionally the user jar
   */
  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    conf.setString("state.backend.type", args[0]);
    conf.setString("execution.checkpointing.dir", Path.of(args[2]).toUri().toString());
    conf.setString("execution.checkpointing.incremental", "true");
    conf.setString("execution.checkpointing.interval", "100 ms");
    conf.setString("execution.checkpointing.tolerable-failed-checkpoints", "0");
    conf.setString("restart-strategy.type", "disable");
    conf.setString("taskmanager.memory.managed.size", "64 mb");
    if (args.length > 3) {
      conf.setString("classloader.resolve-order", "child-first");
      conf.setString("pipeline.jars", Path.of(args[3]).toUri().toString());
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(2);
    TreeMap<String, String> last = new TreeMap<>();
    CloseableIterator<String> sums =
        env.fromSequence(1, ROWS)
            .keyBy(row -> row % KEYS)
            .map(new Sum(args[0]))
            .executeAndCollect();
    try {
      sums.forEachRemaining(line -> keepLargest(last, line));
    } finally {
      sums.close();
    }
    write(Path.of(args[1]), last);
  }

  private static void keepLargest(TreeMap<String, String> last, String line) {
    String[] parts = line.split(" ", 3);
    last.merge(
        parts[0],
        parts[1] + " " + parts[2],
        (a, b) -> Long.parseLong(a.split(" ")[0]) > Long.parseLong(b.split(" ")[0]) ? a : b);
  }

  private static void write(Path file, TreeMap<String, String> last) throws IOException {
    StringBuilder text = new StringBuilder();
    last.forEach((key, sum) -> text.append(key).append(' ').append(sum).append('\n'));
    Files.writeString(file, text);
  }

  /** Key, running sum, and the class loader that the backend's classes come from. */
  private static final class Sum extends RichMapFunction<Long, String> {
    private static final long serialVersionUID = 1L;

    private final String factory;
    private transient ValueState<Long> sum;
    private transient String loader;

    Sum(String factory) {
      this.factory = factory;
    }

    @Override
    public void open(OpenContext context) throws ClassNotFoundException {
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Long.class));
      ClassLoader user = getRuntimeContext().getUserCodeClassLoader();
      loader = Class.forName(factory, false, user).getClassLoader().getClass().getSimpleName();
    }

    @Override
    public String map(Long row) throws IOException {
      long before = sum.value() == null ? 0 : sum.value();
      sum.update(before + row);
      return row % KEYS + " " + (before + row) + " " + loader;
    }
  }
}
