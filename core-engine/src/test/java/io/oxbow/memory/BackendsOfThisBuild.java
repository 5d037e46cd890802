// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import java.util.ArrayList;
import java.util.List;

/** The backends that this build has and this JVM runs without a warning. */
final class BackendsOfThisBuild {
  private static final int JDK = Runtime.version().feature();
  private static final int UNSAFE_WARNS_SINCE = 24;

  private BackendsOfThisBuild() {}

  static boolean hasForeign() {
    try {
      Class.forName("io.oxbow.memory.ForeignAccess");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static List<MemAccess> all() {
    List<MemAccess> all = new ArrayList<>();
    all.add(Backends.choose("checked", JDK));
    if (JDK < UNSAFE_WARNS_SINCE) {
      all.add(Backends.choose("unsafe", JDK));
    }
    if (hasForeign()) {
      all.add(Backends.choose("foreign", JDK));
    }
    return all;
  }
}
