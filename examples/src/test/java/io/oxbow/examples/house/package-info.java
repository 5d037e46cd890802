// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Rules of the house, looked at from outside: the sources and pages of the whole checkout, and the
 * packed jars users drop in. They are here because this module is built after those it looks at.
 *
 * <p>May import: the hosts and the JDK, nothing of Oxbow. Invariant: a message says which file is
 * wrong and what to do.
 */
package io.oxbow.examples.house;
