// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import java.io.IOException;
import org.apache.flink.runtime.state.KeyedStateHandle;

/** The state to restore was written by another state backend, in a form only it can read. */
public final class ForeignStateException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final String WAY_OUT =
      " To change state backends, first run the job with the old one, take a canonical savepoint"
          + " (flink savepoint --type canonical, the default type) and restore from that.";

  ForeignStateException(String message) {
    super(message);
  }

  static ForeignStateException nativeCheckpoint(String evidence) {
    return new ForeignStateException(
        "The checkpoint was written by another state backend, such as RocksDB or ForSt ("
            + evidence
            + "); Oxbow cannot read its files."
            + WAY_OUT);
  }

  static ForeignStateException heapCheckpoint(KeyedStateHandle handle) {
    return new ForeignStateException(
        "The checkpoint was written by another state backend, such as HashMap (its handle is a "
            + handle.getClass().getSimpleName()
            + "); Oxbow cannot read it."
            + WAY_OUT);
  }
}
