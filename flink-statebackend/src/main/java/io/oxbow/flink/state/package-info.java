// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The five kinds of keyed state on trees of one store: value, list, map, reducing, aggregating.
 *
 * <p>May import: {@code io.oxbow}, {@code io.oxbow.flink.key}, {@code io.oxbow.flink.catalog},
 * Flink's state interfaces. Invariant: a state holds no data of its own, only buffers; every value
 * is in its tree as soon as a call returns.
 */
package io.oxbow.flink.state;
