// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

/**
 * Compares several words of block memory at a time, by the JDK's Vector API: an optional part. It
 * is there when the jar was built on JDK 22 or newer, runs on one, the JVM was started with {@code
 * --add-modules jdk.incubator.vector}, and {@link Mem} does not go through Unsafe, from whose
 * addresses no vector can be loaded. Any number of threads.
 */
public abstract class LongLanes {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String PART = "io.oxbow.memory.VectorLanes";

  LongLanes() {}

  /** How many of the {@code n} words at {@code a} are below {@code bound}, all unsigned. */
  public abstract int countBelow(long a, int n, long bound);

  /** What this JVM lacks to have the part, with what to do about it; null when it is there. */
  public static String missing() {
    return missing(Runtime.version().feature(), hasModule(), hasPart(), Mem.backend());
  }

  static String missing(int jdk, boolean module, boolean part, String backend) {
    if (jdk < Backends.FOREIGN_SINCE) {
      return "it needs JDK " + Backends.FOREIGN_SINCE + " or newer, and this is " + jdk;
    }
    if (!module) {
      return "start the JVM with --add-modules " + MODULE;
    }
    if (!part) {
      return "this build of Oxbow has no part for it, build it on JDK "
          + Backends.FOREIGN_SINCE
          + " or newer";
    }
    if (backend.equals("unsafe")) {
      return "vectors cannot be loaded through oxbow.mem=unsafe, leave that out";
    }
    return null;
  }

  /**
   * The part of this JVM.
   *
   * @throws IllegalStateException when it is not there: see {@link #missing}
   */
  public static LongLanes open() {
    try {
      return (LongLanes) Class.forName(PART).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException("the part for " + MODULE + " does not start", e);
    }
  }

  private static boolean hasModule() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** Without running it: its constants are vectors. */
  private static boolean hasPart() {
    try {
      Class.forName(PART, false, LongLanes.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
