// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the backend of {@link Mem} from a name and the running JDK. */
final class Backends {
  /** The first JDK whose {@code java.lang.foreign} is final. */
  static final int FOREIGN_SINCE = 22;

  private static final String FOREIGN_PART = "io.oxbow.memory.ForeignAccess";
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /**
   * The backend of a name.
   *
   * @param name {@code unsafe}, {@code foreign}, {@code checked}, or null for the best there is
   * @param jdk feature number of the running JDK
   * @throws IllegalArgumentException when the name is unknown
   * @throws IllegalStateException when the backend does not exist here; the message says why
   */
  static MemAccess choose(String name, int jdk) {
    if (name == null) {
      return best(jdk);
    }
    switch (name) {
      case "unsafe":
        return unsafe(jdk);
      case "foreign":
        return foreign(jdk);
      case "checked":
        return new HeapAccess();
      default:
        throw new IllegalArgumentException(
            "system property oxbow.mem is '" + name + "'; use 'unsafe', 'foreign' or 'checked'");
    }
  }

  private static MemAccess best(int jdk) {
    if (jdk < FOREIGN_SINCE) {
      return unsafe(jdk);
    }
    Class<?> part = foreignPart();
    if (part != null) {
      return instance(part);
    }
    LOG.warn(
        "This build of Oxbow has no part for java.lang.foreign (it was built on a JDK below {}),"
            + " so block memory goes through sun.misc.Unsafe; from JDK 24 on the JVM warns of it.",
        FOREIGN_SINCE);
    return unsafe(jdk);
  }

  private static MemAccess unsafe(int jdk) {
    try {
      MemAccess access = new UnsafeAccess();
      access.release(access.reserve(64), 64); // a JVM may refuse at the first use only
      return access;
    } catch (LinkageError | UnsupportedOperationException e) {
      throw new IllegalStateException(
          "JDK "
              + jdk
              + " does not let sun.misc.Unsafe reach memory; use an Oxbow jar built on JDK "
              + FOREIGN_SINCE
              + " or newer (its oxbow.mem is 'foreign'), or allow it with"
              + " --sun-misc-unsafe-memory-access=allow",
          e);
    }
  }

  private static MemAccess foreign(int jdk) {
    if (jdk < FOREIGN_SINCE) {
      throw new IllegalStateException(
          "system property oxbow.mem is 'foreign', which needs JDK "
              + FOREIGN_SINCE
              + " or newer; this is "
              + jdk
              + ": use 'unsafe' or leave the property out");
    }
    Class<?> part = foreignPart();
    if (part == null) {
      throw new IllegalStateException(
          "system property oxbow.mem is 'foreign', but this build of Oxbow has no part for"
              + " java.lang.foreign: build it on JDK "
              + FOREIGN_SINCE
              + " or newer, or use 'unsafe'");
    }
    return instance(part);
  }

  /** Lies under META-INF/versions/22 alone, so older JVMs never see it. */
  private static Class<?> foreignPart() {
    try {
      return Class.forName(FOREIGN_PART);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static MemAccess instance(Class<?> part) {
    try {
      return (MemAccess) part.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the part for java.lang.foreign does not start", e);
    }
  }
}
