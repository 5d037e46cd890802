// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * From state handles to an open store: adoption of checkpoint files, replay of canonical
 * savepoints, refusal of what other backends wrote.
 *
 * <p>May import: {@code io.oxbow}, {@code io.oxbow.flink.catalog}, {@code io.oxbow.flink.key},
 * {@code io.oxbow.flink.snapshot}, Flink's state handles. Invariant: a name or length from a handle
 * is checked before it is used, and no store opens over a file whose checksum was not.
 */
package io.oxbow.flink.restore;
