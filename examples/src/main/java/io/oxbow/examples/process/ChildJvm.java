// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM whose standard output is read line by line and whose errors go to a log. It is expected to
 * end when its standard input ends. Lines are taken by one thread; the rest is thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
  private static final String END = new String("end of output");
  private static final int LOG_LINES_SHOWN = 15;

  /** The packages Flink and its serializers look into. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "sun.nio.ch");

  private final String name;
  private final Process process;
  private final Path log;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildJvm(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    Thread reader = new Thread(this::read, name + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  static ChildJvm start(String name, Path folder, Class<?> main, List<String> args)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    Path temp = Files.createDirectories(folder.resolve(name + "-tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    // Short runs: what the second compiler would do does not pay.
    command.add("-XX:TieredStopAtLevel=1");
    // No hsperfdata file, which a killed JVM would leave behind outside the folder.
    command.add("-XX:-UsePerfData");
    OPENED.forEach(of -> command.add("--add-opens=java.base/" + of + "=ALL-UNNAMED"));
    command.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + temp);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(log.toFile());
    return new ChildJvm(name, builder.start(), log);
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // the pipe of a killed process may break: its output has ended
    } finally {
      lines.add(END);
    }
  }

  /**
   * Waits for the next line.
   *
   * @return the line, or {@code null} when there are no more
   * @throws DemoFailedException when none comes within the given time
   */
  public String nextLine(Duration patience) throws InterruptedException, DemoFailedException {
    String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw failed("said nothing for " + patience.toSeconds() + " seconds");
    }
    return ended(line) ? null : line;
  }

  /** The lines that are there, without waiting. */
  public List<String> newLines() {
    List<String> found = new ArrayList<>();
    for (String line = lines.poll(); line != null && !ended(line); line = lines.poll()) {
      found.add(line);
    }
    return found;
  }

  private boolean ended(String line) {
    boolean end = line == END; // this object, not a line that reads the same
    if (end) {
      lines.add(END);
    }
    return end;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the process with SIGKILL and waits until it is gone. */
  public void kill() throws InterruptedException, DemoFailedException {
    if (!process.isAlive()) {
      throw failed("ended by itself, with code " + process.exitValue() + ", before it was killed");
    }
    process.destroyForcibly().waitFor();
  }

  /** Ends the process's standard input: it is to come to an end by itself. */
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // the process has ended, so its input has too
    }
  }

  /**
   * Waits until the process has ended well.
   *
   * @throws DemoFailedException when it takes longer than given or its exit code is not 0
   */
  public void expectGoodEnd(Duration patience) throws InterruptedException, DemoFailedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failed("did not end within " + patience.toSeconds() + " seconds");
    }
    if (process.exitValue() != 0) {
      throw failed("ended with code " + process.exitValue());
    }
  }

  /** What happened to this process, with the last lines of its log. */
  public DemoFailedException failed(String what) {
    return new DemoFailedException("the JVM of " + name + " " + what + logTail());
  }

  private String logTail() {
    try {
      List<String> all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      List<String> last = all.subList(Math.max(0, all.size() - LOG_LINES_SHOWN), all.size());
      return last.isEmpty() ? "" : "; its log ends:\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "; its log cannot be read: " + e;
    }
  }

  /** Kills the process if it is running. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
