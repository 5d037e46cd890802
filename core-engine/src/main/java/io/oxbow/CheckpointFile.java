// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.nio.file.Path;

/**
 * One immutable file of a checkpoint. Names are never reused: a name with the same length and
 * checksum is the same content, in whatever store or checkpoint it appears, so a file that an
 * earlier checkpoint already uploaded need not be uploaded again.
 *
 * @param name file name, without directory; alphabet [0-9a-z.]
 * @param kind what it holds
 * @param length bytes that belong to the checkpoint; the file has exactly this length
 * @param crc32c CRC32C of those bytes
 * @param path where it is on this machine, readable until the checkpoint is released
 */
public record CheckpointFile(String name, Kind kind, long length, int crc32c, Path path) {
  /** What a checkpoint file holds. */
  public enum Kind {
    /** Pages and values: large, shared by many checkpoints. */
    SEGMENT,
    /** Where pages are: shared by the next few checkpoints. */
    MAPPING,
    /** The list of the others and the metadata: one per checkpoint, never shared. */
    MANIFEST
  }
}
