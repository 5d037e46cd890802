// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

/**
 * Names of files: 16 lower-case hexadecimal digits of the file id and a suffix by kind, or one of
 * two fixed names. Whatever else arrives from outside is refused, so no path can be smuggled in.
 */
public final class FileNames {
  /** The superblock file. */
  public static final String SUPERBLOCK = "oxbow.super";

  /** The file whose lock says that a directory is in use. */
  public static final String LOCK = "oxbow.lock";

  private static final int DIGITS = 16;
  private static final int NAME_LENGTH = DIGITS + 4;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private FileNames() {}

  /** The name of the file with this id; {@code kind} is not SUPERBLOCK and the id is not 0. */
  public static String of(FileKind kind, long fileId) {
    if (kind == FileKind.SUPERBLOCK || fileId == 0) {
      throw new IllegalArgumentException("no file name for " + kind + " with id " + fileId);
    }
    StringBuilder name = new StringBuilder(NAME_LENGTH);
    for (int shift = 60; shift >= 0; shift -= 4) {
      name.append(HEX[(int) (fileId >>> shift) & 15]);
    }
    return name.append(kind.suffix()).toString();
  }

  /** The kind a name stands for, or {@code null} where it is not a name of ours. */
  public static FileKind kindOf(String name) {
    if (SUPERBLOCK.equals(name)) {
      return FileKind.SUPERBLOCK;
    }
    if (name == null || name.length() != NAME_LENGTH || parseId(name) == 0) {
      return null;
    }
    for (FileKind kind : FileKind.values()) {
      if (kind != FileKind.SUPERBLOCK && name.endsWith(kind.suffix())) {
        return kind;
      }
    }
    return null;
  }

  /**
   * The file id in a name.
   *
   * @throws IllegalArgumentException where the name is not that of a numbered file
   */
  public static long idOf(String name) {
    FileKind kind = kindOf(name);
    if (kind == null || kind == FileKind.SUPERBLOCK) {
      throw new IllegalArgumentException("not the name of an Oxbow file: " + name);
    }
    return parseId(name);
  }

  private static long parseId(String name) {
    long id = 0;
    for (int i = 0; i < DIGITS; i++) {
      char c = name.charAt(i);
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) {
        return 0;
      }
      id = id << 4 | digit;
    }
    return id;
  }
}
