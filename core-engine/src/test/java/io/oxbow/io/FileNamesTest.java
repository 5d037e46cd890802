// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @Test
  void namesCarryKindAndIdThereAndBack() {
    for (long id : new long[] {1, 0x0123456789ABCDEFL, -1, Long.MIN_VALUE}) {
      for (FileKind kind : new FileKind[] {FileKind.SEGMENT, FileKind.MAPPING, FileKind.MANIFEST}) {
        String name = FileNames.of(kind, id);
        assertThat(FileNames.kindOf(name)).isEqualTo(kind);
        assertThat(FileNames.idOf(name)).isEqualTo(id);
      }
    }
    assertThat(FileNames.of(FileKind.SEGMENT, 0xABCL)).isEqualTo("0000000000000abc.seg");
    assertThat(FileNames.kindOf(FileNames.SUPERBLOCK)).isEqualTo(FileKind.SUPERBLOCK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../0000000000000abc.seg",
        "/000000000000abc.seg",
        "0000000000000ABC.seg",
        "0000000000000abc.sst",
        "000000000000abc.seg",
        "00000000000000abc.seg",
        "0000000000000000.seg",
        "000000000000\0abc.se",
        "0000000000000abg.seg",
        "oxbow.lock",
        "CURRENT",
      })
  void whateverElseIsRefused(String name) {
    assertThat(FileNames.kindOf(name)).isNull();
    assertThatThrownBy(() -> FileNames.idOf(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SimulatedStorageIo(1).open(name, StorageIo.OpenMode.CREATE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idsOfOneLifeShareItsStoreIdAndNeverRepeat() {
    FileIds ids = new FileIds((1L << 40) - 1);
    long first = ids.next();
    assertThat(ids.next()).isEqualTo(first + 1);
    assertThat(FileIds.storeIdOf(first)).isEqualTo(ids.storeId());
    assertThat(FileIds.random().storeId()).isNotEqualTo(FileIds.random().storeId());
    assertThatThrownBy(() -> new FileIds(1L << 40)).hasMessageContaining("40 bits");
  }
}
