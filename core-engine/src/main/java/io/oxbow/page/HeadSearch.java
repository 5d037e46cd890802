// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

/**
 * Finds places among the heads of a block: {@code n} words in a row, ascending as unsigned numbers,
 * at address {@code at}. Equal heads may follow each other. Implementations read those words and
 * nothing else, allocate nothing and hold no state that changes: any number of threads.
 */
public interface HeadSearch {
  /** Index of the first head that is not below {@code head}; {@code n} when all are. */
  int firstNotBelow(long at, int n, long head);

  /** Index of the first head that is above {@code head}; {@code n} when none is. */
  default int firstAbove(long at, int n, long head) {
    return head == -1 ? n : firstNotBelow(at, n, head + 1);
  }
}
