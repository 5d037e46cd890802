// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The log store: append-only segments of pieces, each segment sealed once and immutable from then
 * on. {@link io.oxbow.log.LogWriter} appends to memory and writes later, {@link
 * io.oxbow.log.LogStore} knows all segments and reads pieces from wherever they are by now.
 *
 * <p>May import: {@code io.oxbow.io} and the exceptions of {@code io.oxbow}.
 *
 * <p>Invariant: a location that was ever handed out and kept names the same bytes until its segment
 * is dropped.
 */
package io.oxbow.log;
