// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The demo on Flink: a job over the flights, killed in the middle, restored, and compared with the
 * same job on Flink's own HashMap backend.
 *
 * <p>May import: Flink and this module; of Oxbow nothing, the backend is a name in the
 * configuration. Invariant: the results depend on the rows alone, not on where the job was killed.
 */
package io.oxbow.examples.flink;
