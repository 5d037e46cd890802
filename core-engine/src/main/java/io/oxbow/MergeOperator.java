// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

/**
 * How {@link Tree#append appended} operands combine with the value below them. Built-in kinds only:
 * user code never runs inside the engine.
 */
public enum MergeOperator {
  /** Appends are refused. */
  NONE,
  /** Operands are concatenated; see {@link TreeOptions#concatenate(byte)} for a delimiter. */
  CONCATENATE,
  /** Values and operands are 8-byte big-endian longs; they are added, wrapping. */
  ADD_LONG,
  /** Values and operands are 8-byte big-endian IEEE doubles; they are added. */
  ADD_DOUBLE
}
