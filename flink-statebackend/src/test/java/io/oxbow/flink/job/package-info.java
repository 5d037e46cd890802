// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Whole jobs on a small cluster inside the test: failures, restarts, savepoints, other parallelism.
 *
 * <p>May import: everything of Flink. Invariant: a job's result does not depend on where it failed.
 */
package io.oxbow.flink.job;
