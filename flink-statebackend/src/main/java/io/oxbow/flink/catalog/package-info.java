// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Which states there are, in which tree each lies and with which serializers: registration, schema
 * checks and migration, filters for expired values.
 *
 * <p>May import: {@code io.oxbow}, Flink's meta infos and serializers. Invariant: the order of the
 * catalogue never changes, so a state's number in a snapshot is its place.
 */
package io.oxbow.flink.catalog;
