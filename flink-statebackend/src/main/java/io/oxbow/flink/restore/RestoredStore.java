// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.restore;

import io.oxbow.Store;
import io.oxbow.flink.catalog.StateCatalog;
import io.oxbow.flink.snapshot.UploadedFiles;
import java.util.UUID;

/**
 * An open store with everything that was restored into it.
 *
 * @param backendId identity of the backend in its checkpoints: the old one if it goes on from
 *     exactly one checkpoint of the same key groups
 * @param uploaded the files of that checkpoint, which the next one need not upload again
 */
public record RestoredStore(
    Store store, StateCatalog catalog, UUID backendId, UploadedFiles uploaded) {

  static RestoredStore fresh(Store store) {
    return new RestoredStore(
        store, new StateCatalog(store), UUID.randomUUID(), new UploadedFiles());
  }
}
