// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.Result;
import io.oxbow.examples.flights.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Collects the results, as state of the job, and writes them to a file when the input ends: what a
 * run told before it was killed is there once, neither lost nor repeated.
 */
final class ResultSink implements Sink<Result>, SupportsWriterState<Result, List<Result>> {
  private static final long serialVersionUID = 1L;

  private final String file;

  ResultSink(Path file) {
    this.file = file.toString();
  }

  @Override
  public StatefulSinkWriter<Result, List<Result>> createWriter(WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<Result, List<Result>> restoreWriter(
      WriterInitContext context, Collection<List<Result>> restored) {
    Writer writer = new Writer(Path.of(file));
    restored.forEach(writer.results::addAll);
    return writer;
  }

  @Override
  public SimpleVersionedSerializer<List<Result>> getWriterStateSerializer() {
    return new ResultListSerializer();
  }

  private static final class Writer implements StatefulSinkWriter<Result, List<Result>> {
    private final Path file;
    private final List<Result> results = new ArrayList<>();

    Writer(Path file) {
      this.file = file;
    }

    @Override
    public void write(Result result, Context context) {
      results.add(result);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (endOfInput) {
        Results.of(results).write(file);
      }
    }

    @Override
    public List<List<Result>> snapshotState(long checkpoint) {
      return List.of(List.copyOf(results));
    }

    @Override
    public void close() {}
  }
}
