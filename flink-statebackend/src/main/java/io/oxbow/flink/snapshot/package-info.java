// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoints and savepoints: a cut of the store on the task thread, everything else beside it.
 *
 * <p>May import: {@code io.oxbow}, {@code io.oxbow.flink.catalog}, {@code io.oxbow.flink.key},
 * Flink's snapshot interfaces. Invariant: whatever happens, a cut gives back its lease and its
 * store checkpoint exactly once, and files uploaded for a checkpoint that failed are deleted.
 */
package io.oxbow.flink.snapshot;
