// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.page.MergeRule;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Operands that are appended to one leaf beside puts, deletes, reads and replacements: every
 * history of a key must be that of a map whose values are combined in the order of the calls.
 */
class LeafAppendsLincheckTest {
  private static final String[] APPENDS = {
    "put 1 1 | put 1 2 | append 1 3, get 1 | get 1", // an overwrite beside an add in place
    "put 1 1 | append 1 2 | append 1 3, get 1 | get 1, get 1 | get 1",
    "| append 1 2 | replace, append 1 3, get 1 | get 1",
    "put 1 1, replace | delete 1, put 1 4 | append 1 3, get 1 | get 1", // it meets a hole
    "put 1 1 | delete 1, put 1 4 | append 1 3, get 1 | get 1", // the same in the tail
    "put 1 1 | append 1 2, get 1 | append 1 3, get 1 | get 1", // adds in place
    "put 1 1 | append 1 2 | put 1 3, get 1 | get 1", // a put must not count as before an add
    "put 1 1, replace | append 1 2 | append 1 3 | replace | get 1",
  };

  private static final String[] OPERANDS = {
    "| append 1 2 | append 1 3, get 1 | get 1", // an operand below one that was read
    "put 1 1 | append 1 2, append 1 4 | append 1 3, get 1 | get 1 | get 1",
    "| append 1 2, append 1 4 | replace, append 1 3, get 1 | get 1",
    "put 1 1 | put 1 2 | append 1 3, get 1 | get 1", // an overwrite below an operand
    "put 1 1, replace | delete 1, put 1 4 | append 1 3, get 1 | get 1", // a hole below one
    "put 1 1 | delete 1, put 1 4 | append 1 3, get 1 | get 1", // the same in the tail
  };

  @Test
  void interleavedAppendsBesidePutsAreLinearizable() {
    LincheckRuns.modelChecking(Adding.class, SequentialAdding.class, APPENDS);
  }

  @Test
  void parallelAppendsBesidePutsAreLinearizable() {
    LincheckRuns.stress(Adding.class, SequentialAdding.class, APPENDS);
  }

  @Test
  void interleavedOperandsKeepTheirOrder() {
    LincheckRuns.modelChecking(Concatenating.class, SequentialConcatenating.class, OPERANDS);
  }

  @Test
  void parallelOperandsKeepTheirOrder() {
    LincheckRuns.stress(Concatenating.class, SequentialConcatenating.class, OPERANDS);
  }

  @Test
  void interleavedAppendsWithoutOverwritingAreLinearizable() {
    LincheckRuns.withoutWaiting(
        AddingLatchFree.class, SequentialAdding.class, 200, APPENDS[1], APPENDS[2]);
  }

  /** A leaf of this merge operator that takes operands. */
  public abstract static class Appending extends LeafWordsLincheckTest.Leaf {
    Appending(int operator, boolean strictlyLatchFree) {
      super(MergeRule.of(operator, -1), strictlyLatchFree);
    }

    @Operation
    public void append(@Param(name = "key") int key, @Param(name = "value") int value) {
      tree.append(key, value);
    }
  }

  public static class Adding extends Appending {
    public Adding() {
      this(false);
    }

    Adding(boolean strictlyLatchFree) {
      super(MergeRule.ADD_LONG, strictlyLatchFree);
    }
  }

  public static class AddingLatchFree extends Adding {
    public AddingLatchFree() {
      super(true);
    }
  }

  public static class Concatenating extends Appending {
    public Concatenating() {
      super(MergeRule.CONCATENATE, false);
    }
  }

  public static class SequentialAdding extends LeafWordsLincheckTest.Sequential {
    public void append(int key, int value) {
      map.merge(key, (long) value, Long::sum);
    }
  }

  /** Numbers written behind each other, digit by digit. */
  public static class SequentialConcatenating extends LeafWordsLincheckTest.Sequential {
    public void append(int key, int value) {
      map.merge(key, (long) value, (older, digit) -> older * 10 + digit);
    }
  }
}
