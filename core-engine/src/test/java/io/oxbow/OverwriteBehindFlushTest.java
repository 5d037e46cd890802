// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverwriteBehindFlushTest {
  @TempDir private Path directory;

  @Test
  void whatIsOverwrittenBehindACheckpointIsInTheNextOne() {
    assertThat(new OverwriteBehindFlush(directory).run()).isNull();
  }
}
