// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Oxbow as a keyed state backend of Apache Flink: select it with {@code state.backend.type:
 * io.oxbow.flink.OxbowStateBackendFactory}.
 *
 * <p>May import: {@code io.oxbow} and the packages below this one. Invariant: factory and backend
 * do nothing until a keyed backend is created; whatever is then acquired is given back when it is
 * disposed of, or when creating it fails.
 */
package io.oxbow.flink;
