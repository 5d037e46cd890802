// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The comparison: Oxbow's engine, as shipped, beside RocksDB in four settings, LMDB, MVStore, Xodus
 * and the JDK's maps, on one workload.
 *
 * <p>May import {@code io.oxbow}, the rivals and JMH; nothing imports it. Its invariant: no figure
 * is printed of a column in which one answer was wrong.
 */
package io.oxbow.bench.engine;
