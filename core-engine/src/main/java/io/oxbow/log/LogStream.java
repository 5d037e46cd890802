// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.log;

/** What a segment collects: records that die together lie together. The code is in the format. */
public enum LogStream {
  /** Delta pieces and first images of pages. */
  PAGES(1),
  /** Full images written at eviction. */
  BASES(2),
  /** What the cleaner copied. */
  SURVIVORS(3),
  /** Chunks of separated values. */
  VALUES(4);

  private final int code;

  LogStream(int code) {
    this.code = code;
  }

  /** Number of this stream in file headers and manifests. */
  public int code() {
    return code;
  }

  /** The stream with this code, or {@code null}. */
  public static LogStream ofCode(int code) {
    for (LogStream stream : values()) {
      if (stream.code == code) {
        return stream;
      }
    }
    return null;
  }
}
