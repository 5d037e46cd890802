// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

/**
 * A tree as the manifest states it.
 *
 * @param id number of the tree in mapping entries, 0..2^31-1
 * @param name its name, 0..65,535 bytes of UTF-8
 * @param mergeOperator ordinal of its merge operator, 0..255
 * @param delimiter byte between two concatenated operands, 0..255, or -1 for none
 * @param attributes what else the tree needs, opaque here, up to 65,535 bytes; never {@code null}
 */
public record ManifestTree(
    int id, String name, int mergeOperator, int delimiter, byte[] attributes) {}
