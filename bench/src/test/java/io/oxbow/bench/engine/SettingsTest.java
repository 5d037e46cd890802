// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static List<Integer> keys(String... words) {
    return Settings.parse(words).cases().stream().map(Case::keys).collect(Collectors.toList());
  }

  private static List<Column> columns(String... words) {
    return Settings.parse(words).cases().get(0).columns();
  }

  @Test
  void whatIsNotSaidIsTheDefaultAndSmokeIsSmall() {
    assertThat(keys()).containsExactly(1_000_000, 5_000_000);
    assertThat(columns()).contains(Column.OXBOW, Column.SKIP_LIST).doesNotContain(Column.LMDB);
    assertThat(Settings.parse().cases().get(0).rows()).containsExactly(Row.values());
    assertThat(keys("--smoke", "--rounds", "2")).containsExactly(50_000);
    assertThat(Settings.parse("--rounds", "2", "--smoke").cases().get(0).rounds()).isEqualTo(2);
  }

  @Test
  void theCommandLineOfTheFirstFiguresIsStillUnderstood() {
    String[] words =
        ("--keys 1000000 --rounds 1 --columns oxbow,rocksdb-bloom --warmup-ms 2000"
                + " --read-ms 2000 --write-ms 3000")
            .split(" ");
    Settings settings = Settings.parse(words);
    assertThat(settings.cases()).hasSize(1);
    assertThat(settings.cases().get(0).columns())
        .containsExactly(Column.OXBOW, Column.ROCKSDB_BLOOM);
    assertThat(settings.cases().get(0).valueBytes()).isEqualTo(100);
    assertThat(settings.cases().get(0).memoryMb()).isEqualTo(4096);
  }

  @Test
  void eachSizeOfKeysIsACaseWithEachSizeOfValues() {
    Settings settings = Settings.parse("--keys", "10,20", "--value-bytes", "8,1000");
    assertThat(settings.cases())
        .extracting(Case::fileName)
        .containsExactly("10x8", "10x1000", "20x8", "20x1000");
  }

  @Test
  void theClosingProfileIsTheIssuesAndCanBeRestricted() {
    List<Case> cases = Settings.parse("--profile", "closing").cases();
    assertThat(cases)
        .extracting(Case::fileName)
        .containsExactly("5000000x100", "100000x100", "20000000x100", "1000000x8", "1000000x1000");
    assertThat(cases.get(0).columns()).containsExactly(Column.values());
    assertThat(cases.get(0).rounds(Column.OXBOW)).isEqualTo(5);
    assertThat(cases.get(0).rounds(Column.MVSTORE)).isEqualTo(1);
    assertThat(cases.get(1).columns())
        .containsExactly(Column.OXBOW, Column.ROCKSDB_BLOOM, Column.LMDB);
    assertThat(cases.get(0).rows()).containsExactly(Row.values());
    assertThat(cases.get(1).rows())
        .contains(Row.LOAD, Row.BULK_LOAD, Row.MIXED_WRITES, Row.GET_BATCH)
        .doesNotContain(Row.PUT_HOT, Row.SORTED_LOAD);
    assertThat(keys("--profile", "closing", "--keys", "5000000,20000000"))
        .containsExactly(5_000_000, 20_000_000);
    assertThat(columns("--profile", "closing", "--columns", "lmdb,skiplist"))
        .containsExactly(Column.SKIP_LIST, Column.LMDB);
  }

  @Test
  void theSteadyProfileIsOneCaseInLongRowsAndOtherOptionsReplaceAnyOfIt() {
    Settings steady = Settings.parse("--write-ms", "700", "--profile", "steady");
    assertThat(steady.cases()).extracting(Case::fileName).containsExactly("5000000x100");
    assertThat(steady.cases().get(0).rounds(Column.OXBOW)).isEqualTo(5);
    assertThat(steady.cases().get(0).columns())
        .contains(Column.OXBOW, Column.ROCKSDB_BLOOM, Column.ROCKSDB_FLINK, Column.LMDB)
        .doesNotContain(Column.MVSTORE);
    assertThat(steady.settleMillis()).isEqualTo(20_000);
    assertThat(steady.writeMillis()).isEqualTo(700);
  }

  @Test
  void theHeapOfEachColumnFitsTheMachineItIsMeantFor() {
    for (Case next : Settings.parse("--profile", "closing").cases()) {
      for (Column column : next.columns()) {
        assertThat(column.heapMb(next.keys(), next.valueBytes(), next.memoryMb()))
            .isBetween(2048, 12 << 10);
      }
    }
  }

  @Test
  void hugePagesAreForEveryColumnAlike() {
    for (Column column : Column.values()) {
      Settings with = Settings.parse("--huge-pages", "--jvm-args", "-Xint  -Xshare:off");
      ProcessBuilder builder =
          new RoundProcess(with, with.cases().get(0), column).builder(Path.of("figures"));
      assertThat(builder.environment().get("GLIBC_TUNABLES")).endsWith("glibc.malloc.hugetlb=1");
      assertThat(builder.command()).contains("-Xint", "-Xshare:off", column.option);
      Settings without = Settings.parse();
      builder = new RoundProcess(without, without.cases().get(0), column).builder(Path.of("f"));
      assertThat(builder.environment().get("GLIBC_TUNABLES"))
          .isEqualTo(System.getenv("GLIBC_TUNABLES"));
    }
  }

  @Test
  void everyColumnRowAndOptionIsInTheHelp() {
    for (Column column : Column.values()) {
      assertThat(Options.USAGE).contains(column.option);
    }
    for (Row row : Row.values()) {
      assertThat(Options.USAGE).contains(row.method);
    }
  }

  private static void refused(String named, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse(words))
        .withMessageContaining(named);
  }

  @Test
  void wordsThatAreNotUnderstoodAreNamed() {
    refused("--keyz", "--keyz", "10");
    refused("15", "--keys", "15");
    refused("--rounds", "--rounds");
    refused("few", "--rounds", "few");
    refused("mysql", "--columns", "mysql");
    refused("rocksdb-flink", "--columns", "mysql");
    refused("peek", "--rows", "peek");
    refused("12", "--value-bytes", "12");
    refused("opening", "--profile", "opening");
    refused("closing", "--profile", "closing", "--keys", "70");
  }
}
