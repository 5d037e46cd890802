// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole comparison, small: it runs, and every answer of its columns is right. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SmokeTest {
  @TempDir Path directory;

  private String run(String... more) throws IOException, InterruptedException {
    String[] options = {
      "--smoke",
      "--dir",
      directory.resolve("data").toString(),
      "--json",
      directory.resolve("figures.json").toString()
    };
    String[] all = Arrays.copyOf(options, options.length + more.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return Comparison.run(all);
  }

  @Test
  void threeColumnsRunEveryRowAndLeaveNoFiles() throws IOException, InterruptedException {
    List<Column> columns = List.of(Column.OXBOW, Column.SKIP_LIST, Column.ROCKSDB_BLOOM);
    String table = run("--columns", "oxbow,skiplist,rocksdb-bloom", "--keys", "20000");
    String json = Files.readString(directory.resolve("figures.json"));
    for (Column column : columns) {
      assertThat(table).contains(column.title);
      assertThat(json).contains('"' + column.option + '"');
    }
    for (Row row : Row.values()) {
      assertThat(table).contains("| " + row.title + " |");
      assertThat(json).contains('"' + row.method + '"');
    }
    assertThat(json).contains("\"getHit.bytes\"", "\"memory.loaded\"", "\"putHot.alone\"");
    assertThat(table.lines().filter(l -> l.contains("- Oxbow:")).findFirst())
        .hasValueSatisfying(l -> assertThat(l).doesNotContain(" 0 checkpoints"));
    assertThat(directory.resolve("data")).isEmptyDirectory();
    assertThat(directory.resolve("figures-20000x100.svg")).isNotEmptyFile();
  }

  @Test
  void aRoundThatFailsGivesNoTable() throws IOException {
    Path file = Files.createFile(directory.resolve("a-file"));
    assertThatIllegalStateException()
        .isThrownBy(() -> run("--columns", "oxbow", "--dir", file + File.separator + "below"))
        .withMessageContaining("no table");
  }
}
