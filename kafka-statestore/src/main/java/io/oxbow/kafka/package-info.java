// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Oxbow as the state stores of Kafka Streams: suppliers for the DSL and the Processor API, and the
 * bytes stores behind them.
 *
 * <p>May import: the public door of the engine ({@code io.oxbow}, nothing below it) and the public
 * API of Kafka Streams. Invariant: what a store holds on disk after a crash is exactly its content
 * at one {@code commit}, with the changelog offsets and the position that were given to that
 * commit.
 */
package io.oxbow.kafka;
