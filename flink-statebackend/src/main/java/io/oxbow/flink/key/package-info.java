// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How a Flink key becomes the bytes of a store key: key group, key, namespace and user key, laid
 * out as in Flink's canonical savepoints; and the keys of a store as a stream.
 *
 * <p>May import: {@code io.oxbow}, {@code io.oxbow.flink.catalog}, Flink's type serializers and
 * key-group rules. Invariant: the bytes equal those of Flink's own composite key builder, so that a
 * savepoint is a scan without any re-encoding.
 */
package io.oxbow.flink.key;
