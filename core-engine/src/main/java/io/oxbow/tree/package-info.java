// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The Bw-tree: descend, read, write, structure changes, cursors.
 *
 * <p>May import: {@code cache}, {@code page}, {@code memory}. Invariant: the leaves' fences
 * partition the key space at every moment, seen through siblings, redirects and absorbed pages; and
 * nobody waits, does I/O or runs foreign code under a pin.
 */
package io.oxbow.tree;
