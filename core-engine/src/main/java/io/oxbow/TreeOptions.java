// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

/**
 * Properties of a tree that are fixed when it is first created and kept in the store's manifest.
 *
 * @param mergeOperator how {@link Tree#append} combines
 * @param delimiter for {@link MergeOperator#CONCATENATE}: a byte 0..255 written between two
 *     operands, or -1 for none
 */
public record TreeOptions(MergeOperator mergeOperator, int delimiter) {
  private static final TreeOptions PLAIN = new TreeOptions(MergeOperator.NONE, -1);

  public TreeOptions {
    if (mergeOperator == null) {
      throw new IllegalArgumentException("mergeOperator is null; use MergeOperator.NONE");
    }
    if (delimiter < -1 || delimiter > 255) {
      throw new IllegalArgumentException("delimiter " + delimiter + " is not in -1..255");
    }
    if (delimiter >= 0 && mergeOperator != MergeOperator.CONCATENATE) {
      throw new IllegalArgumentException("only CONCATENATE takes a delimiter");
    }
  }

  /** A tree without appends. */
  public static TreeOptions plain() {
    return PLAIN;
  }

  /** Appends concatenate, with {@code delimiter} between two operands. */
  public static TreeOptions concatenate(byte delimiter) {
    return new TreeOptions(MergeOperator.CONCATENATE, delimiter & 0xFF);
  }

  /** Appends combine by {@code operator}, without a delimiter. */
  public static TreeOptions merging(MergeOperator operator) {
    return new TreeOptions(operator, -1);
  }
}
