// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

/**
 * Mapping files, little-endian:
 *
 * <pre>
 * 64 file header: kind 2, subtype 1 = base, 2 = delta
 * blocks, one after the other:
 *     0 4 magic "OXMB" | 4 4 bytes of payload | 8 4 records in it
 *    12 4 CRC32C of the payload and of bytes 0..11, xor place(file id, number of the block)
 *    16   payload: whole records
 * 64 footer:
 *     0 4 magic "OXMF" | 4 4 blocks | 8 8 removals | 16 8 pages | 24 8 length of the file
 *    32 4 files named | 36 4 flags: 1 = pages are sorted by tree and low fence | 40 20 zero
 *    60 4 CRC32C of bytes 0..59 xor place(file id, -1)
 * </pre>
 *
 * A record begins with one byte: kind in the low 3 bits, flags above. Numbers are variable-length:
 * 7 bits a byte, low ones first, the top bit set in all but the last, at most 9 bytes.
 *
 * <pre>
 * FILE 1:     8 file id; it gets the next number, from 1, by which later records name it
 * REMOVED 2:  number PID
 * PAGE 3:     number tree | number PID | number file, 0 = empty page
 *             | unless empty: number granule, number stored length / 256
 *             | with FENCE: number bytes of low fence, low fence
 *             | with DEPENDENCIES: number of them, number of each file
 * </pre>
 */
final class MappingFormat {
  static final int SUBTYPE_BASE = 1;
  static final int SUBTYPE_DELTA = 2;

  static final int BLOCK_MAGIC = 0x424D584F;
  static final int BLOCK_HEADER_BYTES = 16;
  static final int BLOCK_CRC_AT = 12;

  /** A block is written once its payload has this many bytes. */
  static final int BLOCK_TARGET_BYTES = 64 * 1024;

  /** No payload is larger: the target and the largest record, rounded up. */
  static final int BLOCK_MAX_BYTES = 256 * 1024;

  static final int FOOTER_MAGIC = 0x464D584F;
  static final int FOOTER_BYTES = 64;
  static final int FOOTER_CRC_AT = 60;
  static final int FLAG_SORTED = 1;

  static final int KIND_MASK = 7;
  static final int FILE = 1;
  static final int REMOVED = 2;
  static final int PAGE = 3;
  static final int MULTI_PIECE = 8;
  static final int FENCE = 16;
  static final int DEPENDENCIES = 32;

  private MappingFormat() {}
}
