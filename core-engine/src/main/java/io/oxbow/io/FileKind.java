// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

/** What a file of a store holds. The code is part of the format. */
public enum FileKind {
  /** Pieces of pages, or values. */
  SEGMENT(1, ".seg"),
  /** Where pages are: a base or a delta. */
  MAPPING(2, ".map"),
  /** One checkpoint. */
  MANIFEST(3, ".man"),
  /** The name of the newest manifest. */
  SUPERBLOCK(4, "");

  private final int code;
  private final String suffix;

  FileKind(int code, String suffix) {
    this.code = code;
    this.suffix = suffix;
  }

  /** Number of this kind in headers, 1..255. */
  public int code() {
    return code;
  }

  String suffix() {
    return suffix;
  }

  /** The kind with this code, or {@code null}. */
  public static FileKind ofCode(int code) {
    for (FileKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }
}
