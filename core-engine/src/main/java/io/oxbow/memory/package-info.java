// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Off-heap memory: the one door to it ({@link io.oxbow.memory.Mem}), the budget it is charged to,
 * the arena that cuts it into size-classed blocks, and the epochs that say when a block may be
 * reused.
 *
 * <p>May import: nothing of Oxbow. Invariant: bytes reserved from the system never exceed the
 * budget's limit, and are 0 after close.
 */
package io.oxbow.memory;
