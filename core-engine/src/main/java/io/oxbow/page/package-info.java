// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Layouts of blocks and piece bodies, and pure functions over them: search, fold, build, encode.
 *
 * <p>May import: {@code memory}. Invariant: no thread is started, no lock taken, no file touched,
 * and no word of a block but its tail, slot and durable words (and the reference byte; touched
 * bits, holes and their count, the flags of {@link io.oxbow.page.DirtyRecords} and values under
 * busy) changes after it was built.
 */
package io.oxbow.page;
