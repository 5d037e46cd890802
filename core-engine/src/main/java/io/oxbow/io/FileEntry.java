// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

/**
 * A finished file as a manifest states it.
 *
 * @param id permanent file id, not 0
 * @param kind SEGMENT, MAPPING or MANIFEST
 * @param subtype the stream of a segment, base or delta of a mapping, else 0; 0..255
 * @param length bytes that belong to it; what lies beyond is ignored
 * @param crc32c CRC32C of those bytes
 */
public record FileEntry(long id, FileKind kind, int subtype, long length, int crc32c) {
  /** The file's name. */
  public String name() {
    return FileNames.of(kind, id);
  }
}
