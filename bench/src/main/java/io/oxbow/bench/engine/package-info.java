// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The first comparison: Oxbow's engine, as shipped, beside RocksDB in four settings and a
 * concurrent skip list, on one workload.
 *
 * <p>May import {@code io.oxbow}, RocksDB and JMH; nothing imports it. Its invariant: no figure is
 * printed of a run in which one answer was wrong.
 */
package io.oxbow.bench.engine;
