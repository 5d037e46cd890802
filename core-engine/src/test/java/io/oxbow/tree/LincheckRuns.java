// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How much Lincheck does, and what it need not look into. It switches threads at volatile loads,
 * releases, CAS and value copies of block memory. Coarsely, a descent, a fold of a sealed block and
 * a pin are one step each: few enough switch points that all schedules of two or three switches are
 * tried. Finely, at a larger scale, they are looked into as well.
 */
public final class LincheckRuns {
  /** At the scale of a closing: about an hour on two cores. */
  private static final boolean LARGE = Integer.getInteger("oxbow.scale", 1) > 1;

  /** How many times as many scenarios, and schedules of each. */
  private static final int MORE = LARGE ? 4 : 1;

  /** The engine has a bug on purpose: what shows it need not be made small. */
  private static final boolean PLANTED = Boolean.getBoolean("oxbow.planted");

  private static final String HEAP = "io.oxbow.memory.HeapAccess";

  private static AutoCloseable open;

  private LincheckRuns() {}

  /** Closes the tree of the run before: block memory of the checked backend is not collected. */
  static synchronized <T extends AutoCloseable> T only(T tree) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    open = tree;
    return tree;
  }

  /**
   * Explores interleavings of random operations, and of the scenarios given: threads between bars,
   * operations between commas, first what runs before, last what runs after.
   */
  public static void modelChecking(Class<?> test, Class<?> specification, String... scenarios) {
    modelChecking(test, specification, 400, scenarios);
  }

  /** The same with another number of schedules per scenario at scale 1. */
  static void modelChecking(
      Class<?> test, Class<?> specification, int invocations, String... scenarios) {
    modelChecking(false, test, specification, invocations, scenarios);
  }

  /**
   * The same, and no thread ever waits for another: wherever the others stand, one that is left
   * alone ends what it does (obstruction freedom).
   */
  static void withoutWaiting(
      Class<?> test, Class<?> specification, int invocations, String... scenarios) {
    modelChecking(true, test, specification, invocations, scenarios);
  }

  private static void modelChecking(
      boolean withoutWaiting,
      Class<?> test,
      Class<?> specification,
      int invocations,
      String... scenarios) {
    ModelCheckingOptions coarse = coarse(false).checkObstructionFreedom(withoutWaiting);
    run(coarse, test, specification, MORE, invocations * MORE, scenarios);
    if (LARGE) {
      ModelCheckingOptions fine = options(false).checkObstructionFreedom(withoutWaiting);
      run(fine, test, specification, 2, invocations, scenarios);
    }
  }

  /** The scenarios alone, and threads are switched between the words of a value too. */
  static void tearing(Class<?> test, Class<?> specification, String... scenarios) {
    run(coarse(true), test, specification, 0, 600 * MORE, scenarios);
  }

  /**
   * The scenarios alone, and a replacement is one step: others meet it before or behind. With what
   * belongs to a pin's owner left alone, all schedules of two switches are tried.
   */
  static void aroundReplacements(Class<?> test, Class<?> specification, String... scenarios) {
    ModelCheckingOptions options = coarse(false);
    options.addGuarantee(
        forClasses("io.oxbow.tree.LeafReplacer").methods("replace").treatAsAtomic());
    for (String owned : new String[] {"Scratch", "Scratches", "LastLeaf"}) {
      options.addGuarantee(forClasses("io.oxbow.tree." + owned).allMethods().ignore());
    }
    run(options, test, specification, 0, 2000 * MORE, scenarios);
  }

  private static ModelCheckingOptions coarse(boolean tearing) {
    ModelCheckingOptions coarse = options(tearing);
    for (String step : new String[] {"Descent", "PreImages"}) {
      coarse.addGuarantee(forClasses("io.oxbow.tree." + step).allMethods().treatAsAtomic());
    }
    for (String step : new String[] {"LeafFold", "LeafMerge", "LeafImage"}) {
      coarse.addGuarantee(forClasses("io.oxbow.page." + step).allMethods().treatAsAtomic());
    }
    coarse.addGuarantee(forClasses("io.oxbow.cache.PidBitmap").allMethods().ignore());
    coarse.addGuarantee(forClasses("io.oxbow.tree.Contention").allMethods().ignore());
    coarse.addGuarantee(
        forClasses("io.oxbow.memory.Epochs")
            .methods("pin", "pinAlways", "unpin", "retire")
            .treatAsAtomic());
    return coarse;
  }

  private static ModelCheckingOptions options(boolean tearing) {
    String[] steps = tearing ? new String[] {"store", "bits"} : new String[] {"copyIn", "copyOut"};
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .loopBound(500)
            .addGuarantee(forClasses(HEAP).methods(steps).treatAsAtomic())
            .addGuarantee(forClasses(HEAP).methods("check", "word", "bytes", "putBytes").ignore())
            .addGuarantee(
                forClasses(HEAP)
                    .methods("getLongVolatile", "putLongRelease", "casLong")
                    .treatAsAtomic())
            .addGuarantee(
                forClasses(HEAP)
                    .methods("getByte", "getShort", "getInt", "getLong", "copy", "zero")
                    .ignore())
            .addGuarantee(
                forClasses(HEAP)
                    .methods("putByte", "putShort", "putInt", "putLong", "allocated", "freed")
                    .ignore())
            .addGuarantee(forClasses("io.oxbow.memory.Arena").allMethods().treatAsAtomic());
    for (String plain :
        new String[] {"RecordList", "KeyOrder", "MergeRule", "LeafBuilder", "Inner"}) {
      options.addGuarantee(forClasses("io.oxbow.page." + plain).allMethods().ignore());
    }
    options.addGuarantee(
        forClasses("io.oxbow.tree.TreeInMemory").methods("number", "value").ignore());
    for (String disk : new String[] {"LogStore", "LogWriter", "Segment", "SegmentTable"}) {
      options.addGuarantee(forClasses("io.oxbow.log." + disk).allMethods().ignore());
    }
    for (String check : new String[] {"TreeValidator", "LeafCheck", "BlockLedger"}) {
      options.addGuarantee(forClasses("io.oxbow.tree." + check).allMethods().ignore());
    }
    return options.addGuarantee(
        forClasses("java.util.concurrent.atomic.LongAdder").allMethods().ignore());
  }

  /** Runs random operations, and the scenarios given, on real threads. */
  public static void stress(Class<?> test, Class<?> specification, String... scenarios) {
    StressOptions options = new StressOptions();
    run(options, test, specification, 2 * MORE, 500 * MORE, scenarios);
  }

  private static void run(
      Options<?, ?> options,
      Class<?> test,
      Class<?> specification,
      int iterations,
      int invocations,
      String... scenarios) {
    if (!"checked".equals(System.getProperty("oxbow.mem"))) {
      throw new IllegalStateException(
          "the model checkers need block memory on the heap: mvn surefire:test@lincheck");
    }
    options
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(3)
        .actorsAfter(1)
        .minimizeFailedScenario(!PLANTED)
        .sequentialSpecification(specification);
    for (String scenario : scenarios) {
      options.addCustomScenario(parse(test, scenario));
    }
    options.check(test);
  }

  private static ExecutionScenario parse(Class<?> test, String scenario) {
    List<List<Actor>> parts = new ArrayList<>();
    for (String part : scenario.split("\\|")) {
      List<Actor> actors = new ArrayList<>();
      for (String call : part.split(",")) {
        if (!call.isBlank()) {
          actors.add(actor(test, call.trim().split(" +")));
        }
      }
      parts.add(actors);
    }
    int last = parts.size() - 1;
    return new ExecutionScenario(parts.get(0), parts.subList(1, last), parts.get(last), null);
  }

  private static Actor actor(Class<?> test, String[] call) {
    for (Method method : test.getMethods()) {
      if (method.getName().equals(call[0])) {
        Object[] values = Arrays.stream(call).skip(1).map(Integer::valueOf).toArray();
        return new Actor(method, Arrays.asList(values));
      }
    }
    throw new IllegalArgumentException(test + " has no operation " + call[0]);
  }
}
