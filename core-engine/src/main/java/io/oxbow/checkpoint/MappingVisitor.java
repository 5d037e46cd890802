// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

/** Meets the content of a mapping file: first all removals, then all pages, in the file's order. */
public interface MappingVisitor {
  /** The page with this PID is gone. Comes before any page of the same file. */
  void removed(long pid);

  /** A page is where the entry says; the entry is reused for the next one. */
  void page(MappingEntry entry);
}
