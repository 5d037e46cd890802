// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Flight records: how a row is read, what a file of them holds, and the delays added up.
 *
 * <p>May import: the JDK alone. Invariant: a row is either a flight or a counted bad row; none ends
 * the reading.
 */
package io.oxbow.examples.flights;
