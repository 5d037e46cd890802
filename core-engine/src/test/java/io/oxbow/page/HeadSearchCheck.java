// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.Arena;
import io.oxbow.memory.Budget;
import io.oxbow.memory.LongLanes;
import io.oxbow.memory.Mem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Compares variants of {@link HeadSearch} with a plain loop. The heads end where their block does,
 * so that the checked backend sees a read past them. Needs nothing but the engine: it also runs as
 * a program, on JVMs the tests do not run on.
 */
public final class HeadSearchCheck {
  private static final int MOST = 300;
  private static final long[] EXTREMES = {0, 1, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE};

  private final HeadSearch search;
  private final Random random = new Random(11);
  private long found;

  private HeadSearchCheck(HeadSearch search) {
    this.search = search;
  }

  /** The names of the variants this JVM has. */
  static List<String> variants() {
    List<String> names = new ArrayList<>(List.of("scalar", "branchless", "counting"));
    if (LongLanes.missing() == null) {
      names.add("vector");
    }
    return names;
  }

  /** Checks every variant and prints what block memory is and which they are. */
  public static void main(String[] args) {
    variants().forEach(HeadSearchCheck::check);
    System.out.println(Mem.backend() + " " + variants());
  }

  /**
   * Checks a variant on 0 to 300 heads of every kind; returns how many answers were compared.
   *
   * @throws IllegalStateException at the first wrong answer
   */
  static long check(String name) {
    HeadSearchCheck check = new HeadSearchCheck(HeadSearches.named(name));
    Arena arena = new Arena(new Budget(1 << 20));
    try {
      for (int n = 0; n <= MOST; n++) {
        for (LongSupplier kind : check.kinds()) {
          check.check(arena, kind, n);
        }
      }
    } finally {
      arena.close();
    }
    return check.found;
  }

  private List<LongSupplier> kinds() {
    long start = random.nextLong();
    long[] few = random.longs(1 + random.nextInt(9)).toArray();
    return List.of(
        random::nextLong,
        () -> start + random.nextInt(MOST), // dense, across 0 or the sign bit now and then
        () -> -MOST / 2 + random.nextInt(MOST), // dense around 0
        () -> Long.MIN_VALUE - MOST / 2 + random.nextInt(MOST), // and around the sign bit
        () -> few[random.nextInt(few.length)], // long runs of equal heads
        () -> EXTREMES[random.nextInt(EXTREMES.length)]);
  }

  private void check(Arena arena, LongSupplier kind, int n) {
    long[] heads = new long[n];
    Arrays.setAll(heads, i -> kind.getAsLong() ^ Long.MIN_VALUE);
    Arrays.sort(heads);
    long block = arena.allocate(8 * n + 8);
    long at = Arena.address(block) + Arena.bytes(block) - 8L * n;
    for (int i = 0; i < n; i++) {
      heads[i] ^= Long.MIN_VALUE; // sorted as unsigned numbers now
      Mem.putLong(at + 8L * i, heads[i]);
    }
    for (long extreme : EXTREMES) {
      compare(at, heads, extreme);
    }
    compare(at, heads, kind.getAsLong());
    for (int i = 0; i < n; i += 1 + random.nextInt(1 + n / 16)) {
      compare(at, heads, heads[i] - 1);
      compare(at, heads, heads[i]);
      compare(at, heads, heads[i] + 1);
    }
    arena.free(block);
  }

  private void compare(long at, long[] heads, long head) {
    int n = heads.length;
    int notBelow = 0;
    while (notBelow < n && Long.compareUnsigned(heads[notBelow], head) < 0) {
      notBelow++;
    }
    int above = notBelow;
    while (above < n && heads[above] == head) {
      above++;
    }
    expect(notBelow, search.firstNotBelow(at, n, head), "not below", head, heads);
    expect(above, search.firstAbove(at, n, head), "above", head, heads);
    found++;
  }

  private static void expect(int right, int answer, String what, long head, long[] heads) {
    if (answer != right) {
      String text =
          "first %s %x is %d, not %d, in %s"
              .formatted(
                  what,
                  head,
                  right,
                  answer,
                  Arrays.stream(heads).mapToObj(Long::toHexString).toList());
      throw new IllegalStateException(text);
    }
  }
}
