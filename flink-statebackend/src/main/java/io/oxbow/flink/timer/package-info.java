// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Timers: per key group an ordered set in a tree, with the earliest elements kept at hand.
 *
 * <p>May import: {@code io.oxbow}, {@code io.oxbow.flink.key}, {@code io.oxbow.flink.catalog},
 * Flink's queue interfaces. Invariant: the tree always holds all elements; the part at hand is a
 * head of them, and if it is empty without being complete it is read again first.
 */
package io.oxbow.flink.timer;
