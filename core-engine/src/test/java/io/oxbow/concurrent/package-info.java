// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Many threads on the public door, with pages small enough that structure changes never stop.
 *
 * <p>May import: {@code io.oxbow} and its {@code SmallPages}. Invariant: a test states what every
 * thread may see, checks it while the threads run, and ends with the budget at 0.
 */
package io.oxbow.concurrent;
