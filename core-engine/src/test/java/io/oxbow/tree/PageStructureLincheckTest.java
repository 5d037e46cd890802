// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.page.MergeRule;
import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Mapping words under structure changes: pages so small that four records split one, merges and the
 * reuse of their PIDs at any moment. Every history of a key must be that of a map.
 */
class PageStructureLincheckTest {
  private static final String FILL = "put 1 1, put 2 1, put 3 1, put 4 1, put 5 1";
  private static final String THIN =
      FILL + ", delete 5, delete 4, delete 3, delete 2, replace 5, replace 1";
  private static final String FULL = "put 1 1, put 3 1, put 5 1, put 6 1"; // one more splits it
  private static final String[] SCENARIOS = {
    FULL + " | put 2 2 | get 6, get 5 | put 5 3 | get 5", // halves without a separator
    FILL + " | put 6 2, get 6 | put 2 2, get 3 | get 5, get 5 | get 6",
    THIN + " | merge 5 | put 5 2, get 5 | get 5",
    THIN + " | merge 5, free, free | get 1, put 5 2, get 5 | get 5",
    THIN + " | merge 5 | put 1 2, get 1 | put 5 3, get 5 | get 1",
    THIN + " | merge 5 | put 5 2 | replace 1 | get 5", // an absorption that nobody has settled
  };

  private static final String[] MARKS = {
    "put 10 1, put 20 1, put 30 1, put 40 1, put 50 1, delete 50, delete 40, delete 30, delete 20"
        + ", replace 50, replace 10 | merge 50 | put 12 2, put 14 2, put 16 2, put 18 2 | get 16",
    THIN + " | merge 5, free, free | put 5 2 | get 5", // its page is noted as changed behind all
  };

  private static final String[] SPLITS = {
    FULL + " | put 2 2 | get 6, get 5 | put 5 3, put 4 3 | get 5",
    FULL + " | put 2 2, replace 6 | replace 1, put 4 2 | get 5, get 6 | get 6",
  };

  private static final String[] SIDE_BY_SIDE = {
    FULL + " | put 2 2 | getBeside 6, getBeside 5 | getBeside 6 | get 5",
    THIN + " | merge 5 | put 5 2, getBeside 5 | getBeside 1 | get 5",
    THIN + " | merge 5, free, free | put 5 2 | getBeside 5, getBeside 5 | get 5",
  };

  @Test
  void interleavedStructureChangesAreInvisible() {
    LincheckRuns.modelChecking(Pages.class, Sequential.class, 100, SCENARIOS);
  }

  @Test
  void interleavedStructureChangesAreInvisibleToReadsSideBySide() {
    LincheckRuns.modelChecking(Pages.class, Sequential.class, 100, SIDE_BY_SIDE);
  }

  /** Of a merge at its separator, when the left page is split meanwhile; of changes at its PID. */
  @Test
  void interleavedMergesLeaveNoMark() {
    LincheckRuns.modelChecking(Pages.class, Sequential.class, 400, MARKS);
  }

  @Test
  void interleavedSplitsNeverWaitForEachOther() {
    LincheckRuns.withoutWaiting(LatchFreePages.class, Sequential.class, 100, SPLITS);
  }

  @Test
  void parallelStructureChangesAreInvisible() {
    LincheckRuns.stress(Pages.class, Sequential.class, SCENARIOS);
  }

  /** Else the scenarios above would show nothing. */
  @Test
  void scenariosSplitMergeAndFree() {
    Pages pages = new Pages();
    for (int key = 1; key <= 5; key++) {
      pages.put(key, 1);
    }
    assertThat(pages.tree.space().stats().splits.sum()).isPositive();
    for (int key = 5; key >= 2; key--) {
      pages.delete(key);
    }
    pages.replace(5);
    pages.replace(1);
    pages.merge(5);
    assertThat(pages.tree.space().stats().merges.sum()).isEqualTo(1);
    pages.free();
    pages.free();
    assertThat(pages.tree.space().table().freeCount()).isEqualTo(1);
    assertThat(pages.get(1)).isEqualTo(1);
    assertThat(pages.get(5)).isNull();
    pages.validate();
  }

  /** Pages that split. */
  @Param(name = "key", gen = IntGen.class, conf = "1:6")
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public abstract static class Splitting {
    final TreeInMemory tree;
    final ArrayDeque<Merger.Removed> removed = new ArrayDeque<>();

    Splitting(boolean strictlyLatchFree) {
      int rule = MergeRule.of(MergeRule.NONE, -1);
      tree = LincheckRuns.only(new TreeInMemory(1024, rule, strictlyLatchFree, 200));
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
      return tree.getAll(key, key % 6 + 1)[0];
    }

    @Operation
    public void replace(@Param(name = "key") int key) {
      tree.replace(key);
    }

    @Validate
    public void validate() {
      tree.validate(pid -> removed.stream().anyMatch(r -> r.pid() == pid));
    }
  }

  /** What is called latch-free: no merges, whose last step waits for pins. */
  public static class LatchFreePages extends Splitting {
    public LatchFreePages() {
      super(true);
    }
  }

  /** Pages that split and merge. */
  public static class Pages extends Splitting {
    public Pages() {
      super(false);
    }

    @Operation(nonParallelGroup = "maintenance")
    public void merge(@Param(name = "key") int key) {
      Merger.Removed r = tree.merge(key);
      if (r != null) {
        removed.add(r);
      }
    }

    @Operation(nonParallelGroup = "maintenance")
    public void free() {
      Merger.Removed r = removed.poll();
      if (r != null && !tree.free(r)) {
        removed.add(r);
      }
    }
  }

  public static class Sequential extends LeafWordsLincheckTest.Sequential {
    public void replace(int key) {}

    public void merge(int key) {}

    public void free() {}
  }
}
