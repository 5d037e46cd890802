// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oxbow.page.MergeRule;
import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Tail word, slot words and mapping word of one leaf: puts that overwrite or append, deletes,
 * newest reads, reads of a snapshot, and replacement at any moment. Every history of a key must be
 * that of a map.
 */
class LeafWordsLincheckTest {
  private static final String[] PUTS = {
    "put 1 1 | put 1 2 | replace, get 1 | get 1",
    "put 1 1 | put 1 2, put 1 3 | get 1, get 1 | get 1",
    "put 1 1 | put 1 2, delete 1 | replace, put 1 3, get 1 | get 1",
  };

  private static final String[] HOLES = {
    "put 1 1, replace | delete 1, get 1 | put 1 2, get 1 | get 1",
    "put 1 1, replace | delete 1 | replace | put 1 2, get 1 | get 1",
    "put 1 1, put 2 1, replace | delete 1, put 1 2 | get 1, get 2 | get 1, get 2",
    "put 1 1, replace | delete 1, put 1 2 | delete 1, get 1 | get 1",
    // of five records two may be holes: one must not be counted as both
    "put 1 1, put 2 1, put 3 1, put 4 1, put 5 1, replace | delete 1 | delete 1 | get 1",
    // and not if the other one is no longer the last to have written to the leaf
    "put 1 1, put 2 1, put 3 1, put 4 1, put 5 1, replace | delete 1, put 2 2 | delete 1 | get 1",
    // the same in a tail
    "put 1 1 | delete 1, get 1 | put 1 2, get 1 | get 1",
    "put 1 1 | delete 1 | replace | put 1 2, get 1 | get 1",
    "put 1 1 | delete 1, put 1 2 | delete 1, get 1 | get 1",
  };

  private static final String[] ELIMINATION = {
    "put 1 1 | put 1 2, put 1 3, get 1 | put 1 4, put 1 5, get 1 | get 1",
    "put 1 1, put 2 1, put 1 2 | put 2 3, get 2 | put 1 4, get 1 | get 1, get 2",
    "put 1 1, put 1 2 | put 1 3, get 1 | put 2 4, get 2 | get 1, get 2",
    "put 1 1, put 1 2, replace | put 1 3, get 1 | delete 1, put 1 4, get 1 | get 1",
    "put 1 1 | put 1 2, get 1 | put 1 3, replace | get 1",
  };

  private static final String[] SIDE_BY_SIDE = {
    "put 1 1 | put 1 2, put 1 3 | getBeside 1, getBeside 1 | get 1",
    "put 1 1 | put 1 2, delete 1 | getBeside 1, get 1 | get 1",
    "put 1 1, replace | delete 1, put 1 2 | getBeside 1, getBeside 1 | get 1",
    "put 1 1 | put 1 2 | replace, getBeside 1 | get 1",
  };

  private static final String[] REPLACERS = {
    "| put 1 2 | seal | replace | get 1", // both must kill what is reserved
  };

  private static final String[] LONG_VALUES = {
    "put 1 1 | put 1 2 | get 1 | get 1",
  };

  private static final String[] CUTS = {
    "put 1 1 | put 1 2, put 1 3 | getOfSnapshot 1, get 1 | get 1",
    "put 1 1 | put 1 2, replace | getOfSnapshot 1, get 1 | get 1",
    "put 1 1 | replace | put 1 2 | getOfSnapshot 1 | get 1", // a cut while a page is replaced
    "| put 1 2 | cut, put 2 3 | get 1", // a version of before above one of behind the cut
    "put 1 1, replace | delete 1, put 1 2 | getOfSnapshot 1, get 1 | get 1",
  };

  @Test
  void interleavedPutsOverwriteInPlaceLinearizably() {
    LincheckRuns.modelChecking(Overwriting.class, Sequential.class, PUTS);
  }

  @Test
  void interleavedPutsThatEliminateEachOtherAreLinearizable() {
    LincheckRuns.modelChecking(Overwriting.class, Sequential.class, ELIMINATION);
  }

  @Test
  void parallelPutsThatEliminateEachOtherAreLinearizable() {
    LincheckRuns.stress(Overwriting.class, Sequential.class, ELIMINATION);
  }

  @Test
  void interleavedReadsSideBySideAreLinearizable() {
    LincheckRuns.modelChecking(Overwriting.class, Sequential.class, SIDE_BY_SIDE);
    LincheckRuns.modelChecking(StrictlyLatchFree.class, Sequential.class, SIDE_BY_SIDE);
  }

  @Test
  void interleavedDeletesInPlaceAreLinearizable() {
    LincheckRuns.modelChecking(Overwriting.class, Sequential.class, HOLES);
  }

  @Test
  void parallelDeletesInPlaceAreLinearizable() {
    LincheckRuns.stress(Overwriting.class, Sequential.class, HOLES);
  }

  @Test
  void parallelPutsOverwriteInPlaceLinearizably() {
    LincheckRuns.stress(Overwriting.class, Sequential.class, PUTS);
  }

  @Test
  void interleavedReplacersLoseNoPut() {
    LincheckRuns.aroundReplacements(StrictlyLatchFree.class, Sequential.class, REPLACERS);
  }

  @Test
  void interleavedReadsOfLongValuesAreNeverTorn() {
    LincheckRuns.tearing(LongValues.class, Sequential.class, LONG_VALUES);
  }

  @Test
  void interleavedPutsWithoutOverwritingAreLinearizable() {
    LincheckRuns.withoutWaiting(StrictlyLatchFree.class, Sequential.class, 400, PUTS);
  }

  /** Else the absence of waiting would show nothing: overwriting in place waits for busy. */
  @Test
  void waitingForAnOverwriteIsNoticed() {
    assertThatThrownBy(
            () -> LincheckRuns.withoutWaiting(Overwriting.class, Sequential.class, 400, PUTS[0]))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("should be non-blocking");
  }

  @Test
  void parallelPutsWithoutOverwritingAreLinearizable() {
    LincheckRuns.stress(StrictlyLatchFree.class, Sequential.class, PUTS);
  }

  @Test
  void interleavedSnapshotsStandStill() {
    LincheckRuns.modelChecking(Cutting.class, Sequential.class, CUTS);
  }

  @Test
  void parallelSnapshotsStandStill() {
    LincheckRuns.stress(Cutting.class, Sequential.class, CUTS);
  }

  /** The operations all trees share. */
  @Param(name = "key", gen = IntGen.class, conf = "1:2")
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public abstract static class Leaf {
    final TreeInMemory tree;

    Leaf(int rule, boolean strictlyLatchFree) {
      this(rule, strictlyLatchFree, 0);
    }

    Leaf(int rule, boolean strictlyLatchFree, int padding) {
      tree = LincheckRuns.only(new TreeInMemory(8192, rule, strictlyLatchFree, padding));
    }

    @Operation
    public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
      tree.put(key, value);
    }

    @Operation
    public void delete(@Param(name = "key") int key) {
      tree.delete(key);
    }

    @Operation
    public Long get(@Param(name = "key") int key) {
      return tree.get(key);
    }

    /** Beside another key. */
    @Operation
    public Long getBeside(@Param(name = "key") int key) {
      return tree.getAll(key, 3 - key)[0];
    }

    @Operation
    public void replace() {
      tree.replace(1);
    }

    /** Seals, as who wants to replace the page does first, and leaves it at that. */
    @Operation
    public void seal() {
      tree.seal(1);
    }

    @Validate
    public void validate() {
      tree.validate(pid -> false);
    }
  }

  public static class Overwriting extends Leaf {
    public Overwriting() {
      super(MergeRule.of(MergeRule.NONE, -1), false);
    }
  }

  public static class LongValues extends Leaf {
    public LongValues() {
      super(MergeRule.of(MergeRule.NONE, -1), false, 8);
    }
  }

  public static class Cutting extends Leaf {
    public Cutting() {
      super(MergeRule.of(MergeRule.NONE, -1), false);
    }

    /** Moves the version on, and nobody needs what was before. */
    @Operation
    public void cut() {
      tree.space().versions().release(tree.cut());
    }

    @Operation
    public Long getOfSnapshot(@Param(name = "key") int key) {
      return tree.getOfSnapshot(key);
    }
  }

  public static class StrictlyLatchFree extends Leaf {
    public StrictlyLatchFree() {
      super(MergeRule.of(MergeRule.NONE, -1), true);
    }
  }

  /** The map every history is compared with. */
  public static class Sequential {
    final Map<Integer, Long> map = new HashMap<>();

    public void put(int key, int value) {
      map.put(key, (long) value);
    }

    public Long get(int key) {
      return map.get(key);
    }

    public Long getOfSnapshot(int key) {
      return map.get(key);
    }

    public Long getBeside(int key) {
      return map.get(key);
    }

    public void delete(int key) {
      map.remove(key);
    }

    public void replace() {}

    public void seal() {}

    public void cut() {}
  }
}
