// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import java.util.Arrays;

/**
 * What a mapping file says about one page. Reusable: filled by the caller for {@link
 * MappingFileWriter#page}, by {@link MappingFileReader} for its visitor, valid until the next one.
 * Not thread-safe.
 */
public final class MappingEntry {
  /** Longest low fence in bytes: the longest key. */
  public static final int MAX_FENCE_BYTES = 65_535;

  /** Most files one page may depend on beside that of its newest piece. */
  public static final int MAX_DEPENDENCIES = 16_384;

  /** Largest stored length, in units of 256 bytes: ten bits of the mapping word. */
  public static final int MAX_STORED_UNITS = 1023;

  int treeId;
  long pid;
  long fileId;
  int granule;
  int storedUnits;
  boolean multiPiece;
  int fenceBytes = -1;
  byte[] fence = new byte[64];
  int dependencyCount;
  long[] dependencies = new long[4];

  /**
   * Begins an entry without fence and dependencies.
   *
   * @param tree id of the tree, 0 or more
   * @param page PID, 0 or more
   */
  public MappingEntry set(int tree, long page) {
    treeId = tree;
    pid = page;
    fenceBytes = -1;
    dependencyCount = 0;
    return setLocation(0, 0, 0, false);
  }

  /**
   * States where the newest piece of the page is.
   *
   * @param file file id; 0 = the page is empty and nothing of it is on disk
   * @param pieceGranule offset of the piece / 64, below 2^20
   * @param units stored length / 256, rounded up, 0..1023; a larger one is stated as 1023
   * @param morePieces whether the chain goes on
   */
  public MappingEntry setLocation(long file, int pieceGranule, int units, boolean morePieces) {
    fileId = file;
    granule = pieceGranule;
    storedUnits = Math.min(units, MAX_STORED_UNITS);
    multiPiece = morePieces;
    return this;
  }

  /** Gives the entry a low fence, copied; an empty one is the lowest key. */
  public MappingEntry setFence(byte[] source, int offset, int length) {
    if (length > fence.length) {
      fence = new byte[Math.max(length, 2 * fence.length)];
    }
    System.arraycopy(source, offset, fence, 0, length);
    fenceBytes = length;
    return this;
  }

  /** Adds a file that the page needs beside that of its newest piece. */
  public MappingEntry addDependency(long file) {
    if (dependencyCount == dependencies.length) {
      dependencies = Arrays.copyOf(dependencies, 2 * dependencyCount);
    }
    dependencies[dependencyCount++] = file;
    return this;
  }

  /** Id of the tree. */
  public int treeId() {
    return treeId;
  }

  /** PID of the page. */
  public long pid() {
    return pid;
  }

  /** File of the newest piece; 0 = the page is empty. */
  public long fileId() {
    return fileId;
  }

  /** Granule of the newest piece in its file. */
  public int granule() {
    return granule;
  }

  /** Stored length of the newest piece in units of 256 bytes; 1023 = that or more. */
  public int storedUnits() {
    return storedUnits;
  }

  /** Whether the chain has more than one piece. */
  public boolean multiPiece() {
    return multiPiece;
  }

  /** Whether the low fence is stated; else the one stated earlier holds. */
  public boolean hasFence() {
    return fenceBytes >= 0;
  }

  /** Length of the low fence. */
  public int fenceLength() {
    return fenceBytes;
  }

  /** Holds the low fence in its first {@link #fenceLength()} bytes; not a copy. */
  public byte[] fenceArray() {
    return fence;
  }

  /** A copy of the low fence. */
  public byte[] fenceCopy() {
    return Arrays.copyOf(fence, fenceBytes);
  }

  /** How many other files the page depends on. */
  public int dependencyCount() {
    return dependencyCount;
  }

  /** One of the other files the page depends on. */
  public long dependency(int index) {
    return dependencies[java.util.Objects.checkIndex(index, dependencyCount)];
  }
}
