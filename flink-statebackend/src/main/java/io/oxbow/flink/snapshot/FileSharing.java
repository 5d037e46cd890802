// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import org.apache.flink.runtime.checkpoint.SnapshotType.SharingFilesStrategy;
import org.apache.flink.runtime.state.CheckpointedStateScope;

/**
 * What a snapshot may share with others.
 *
 * @param reuseEarlier whether files of earlier checkpoints are used again
 * @param laterMayReuse whether later checkpoints may use this one's files
 * @param scope who owns its large files
 * @param incremental whether large files are handed over as shared state at all
 */
record FileSharing(
    boolean reuseEarlier,
    boolean laterMayReuse,
    CheckpointedStateScope scope,
    boolean incremental) {

  static FileSharing of(SharingFilesStrategy strategy, boolean incremental) {
    if (!incremental) {
      return new FileSharing(false, false, CheckpointedStateScope.EXCLUSIVE, false);
    }
    switch (strategy) {
      case FORWARD_BACKWARD:
        return new FileSharing(true, true, CheckpointedStateScope.SHARED, true);
      case FORWARD:
        return new FileSharing(false, true, CheckpointedStateScope.SHARED, true);
      case NO_SHARING:
        // Listed as shared state all the same: a job that claims the savepoint goes on from it.
        return new FileSharing(false, false, CheckpointedStateScope.EXCLUSIVE, true);
      default:
        throw new IllegalArgumentException("Unknown sharing strategy " + strategy);
    }
  }
}
