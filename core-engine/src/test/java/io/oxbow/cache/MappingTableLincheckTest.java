// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.cache;

import io.oxbow.memory.Budget;
import io.oxbow.tree.LincheckRuns;
import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Mapping words and bits keep what is written to them while the table grows. */
class MappingTableLincheckTest {
  private static final String[] SCENARIOS = {
    "| cas 255 0 7, get 255 | grow 1 | grow 2, cas 255 7 8 | get 255",
    "| mark 254, isSet 254 | clear 254, mark 255 | grow 2, isSet 255 | isSet 255",
  };

  @Test
  void interleavedChangesSurviveGrowth() {
    LincheckRuns.modelChecking(Table.class, Sequential.class, SCENARIOS);
  }

  @Test
  void parallelChangesSurviveGrowth() {
    LincheckRuns.stress(Table.class, Sequential.class, SCENARIOS);
  }

  @Param(name = "pid", gen = IntGen.class, conf = "254:255")
  @Param(name = "value", gen = IntGen.class, conf = "0:2")
  public static class Table {
    private final MappingTable table = new MappingTable(new Budget(16 << 20));

    public Table() {
      table.startAt(255);
    }

    /** Adds chunks. */
    @Operation
    public boolean grow(@Param(name = "value") int chunks) {
      return table.startAt(200 + 700L * chunks);
    }

    @Operation
    public boolean cas(
        @Param(name = "pid") int pid,
        @Param(name = "value") int from,
        @Param(name = "value") int to) {
      return table.compareAndSet(pid, from, to);
    }

    @Operation
    public long get(@Param(name = "pid") int pid) {
      return table.get(pid);
    }

    @Operation
    public void mark(@Param(name = "pid") int pid) {
      table.dirty().mark(pid);
    }

    @Operation
    public void clear(@Param(name = "pid") int pid) {
      table.dirty().clear(pid);
    }

    @Operation
    public boolean isSet(@Param(name = "pid") int pid) {
      return table.dirty().isSet(pid);
    }
  }

  public static class Sequential {
    private final Map<Integer, Long> words = new HashMap<>();
    private final Map<Integer, Boolean> bits = new HashMap<>();

    public boolean grow(int chunks) {
      return true;
    }

    public boolean cas(int pid, int from, int to) {
      return words.getOrDefault(pid, 0L) == from && (words.put(pid, (long) to) == null || true);
    }

    public long get(int pid) {
      return words.getOrDefault(pid, 0L);
    }

    public void mark(int pid) {
      bits.put(pid, true);
    }

    public void clear(int pid) {
      bits.put(pid, false);
    }

    public boolean isSet(int pid) {
      return bits.getOrDefault(pid, false);
    }
  }
}
