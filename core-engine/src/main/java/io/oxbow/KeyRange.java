// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.util.Arrays;
import java.util.Objects;

/**
 * An interval of keys and a direction, for cursors. Keys compare as unsigned bytes, a prefix before
 * its extensions. Immutable: arrays are copied on the way in.
 */
public final class KeyRange {
  private static final KeyRange ALL = new KeyRange(null, true, null, true, false);

  private final byte[] from;
  private final boolean fromInclusive;
  private final byte[] to;
  private final boolean toInclusive;
  private final boolean descending;

  private KeyRange(
      byte[] from, boolean fromInclusive, byte[] to, boolean toInclusive, boolean descending) {
    this.from = from;
    this.fromInclusive = fromInclusive;
    this.to = to;
    this.toInclusive = toInclusive;
    this.descending = descending;
  }

  /** Every key, ascending. */
  public static KeyRange all() {
    return ALL;
  }

  /** {@code [from, to)}, ascending; {@code null} means open at that end. */
  public static KeyRange of(byte[] from, byte[] to) {
    return of(from, true, to, false);
  }

  /** From and to with a choice of bounds, ascending; {@code null} means open at that end. */
  public static KeyRange of(byte[] from, boolean fromInclusive, byte[] to, boolean toInclusive) {
    return new KeyRange(
        from == null ? null : from.clone(),
        fromInclusive,
        to == null ? null : to.clone(),
        toInclusive,
        false);
  }

  /** Every key that starts with {@code prefix}, ascending. */
  public static KeyRange prefix(byte[] prefix) {
    Objects.requireNonNull(prefix, "prefix is null");
    return of(prefix, true, successor(prefix), false);
  }

  /** The same interval, from its high end to its low end. */
  public KeyRange descending() {
    return new KeyRange(from, fromInclusive, to, toInclusive, true);
  }

  /**
   * The smallest key greater than every key that starts with {@code prefix}, or {@code null} where
   * there is none (an empty prefix, or all bytes 0xFF).
   */
  public static byte[] successor(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return null;
  }

  byte[] from() {
    return from;
  }

  boolean fromInclusive() {
    return fromInclusive;
  }

  byte[] to() {
    return to;
  }

  boolean toInclusive() {
    return toInclusive;
  }

  boolean isDescending() {
    return descending;
  }
}
