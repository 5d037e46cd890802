// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * jcstress cases: each shared word of the engine against whom it meets, on the real classes and raw
 * memory. What the models and Lincheck take for granted, that stores become visible in order, is
 * tried here.
 *
 * <p>May import: the engine's rooms, jcstress. Invariant: a case forbids exactly what {@code
 * docs/memory-ordering.md} says cannot happen.
 */
package io.oxbow.bench.stress;
