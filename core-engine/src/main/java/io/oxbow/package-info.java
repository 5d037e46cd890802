// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The public door of the Oxbow engine: an ordered, larger-than-memory key-value store with cheap
 * consistent cuts. Hosts (Flink, Kafka Streams) use this package and nothing below it.
 *
 * <p>May import: every room of the engine. Invariant: no off-heap address, block or page type
 * appears in a public signature.
 */
package io.oxbow;
