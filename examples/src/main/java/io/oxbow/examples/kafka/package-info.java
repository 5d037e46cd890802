// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The demo on Kafka Streams: an application over the flights, under exactly-once, killed in the
 * middle, started again, and compared with what the file says.
 *
 * <p>May import: Kafka, {@code io.oxbow.kafka} and this module. Invariant: every flight counts once
 * in each table, wherever the application was killed.
 */
package io.oxbow.examples.kafka;
