// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.nio.file.Path;

/**
 * A checkpoint of another store (or of an earlier life of this one) whose files lie in a directory,
 * and the part of its keys that is wanted. The same key range applies to each of its trees.
 *
 * @param directory where the checkpoint's files are, under their own names
 * @param manifest name of its {@link CheckpointFile.Kind#MANIFEST} file
 * @param fromInclusive lowest wanted key, or {@code null}
 * @param toExclusive first key not wanted, or {@code null}
 */
public record AdoptionSource(
    Path directory, String manifest, byte[] fromInclusive, byte[] toExclusive) {

  /** All keys of the checkpoint. */
  public static AdoptionSource whole(Path directory, String manifest) {
    return new AdoptionSource(directory, manifest, null, null);
  }
}
