// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The demos: Oxbow under a Flink job and under a Kafka Streams application, both killed in the
 * middle of real flight records, and their results checked.
 *
 * <p>May import: its own sub-packages. Invariant: the last line says whether the results are
 * identical, and the exit code says the same.
 */
package io.oxbow.examples;
