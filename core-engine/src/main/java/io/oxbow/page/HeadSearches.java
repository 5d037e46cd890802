// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.LongLanes;

/**
 * The variants of {@link HeadSearch} and the one that blocks are searched with: the system property
 * {@code oxbow.search} names it, chosen once. A constant of one class, so that its calls inline.
 */
public final class HeadSearches {
  /** Names the variant in use. */
  public static final String PROPERTY = "oxbow.search";

  private static final String DEFAULT = "scalar";
  private static final HeadSearch IN_USE = named(System.getProperty(PROPERTY, DEFAULT));

  private HeadSearches() {}

  /** The variant that blocks are searched with. */
  public static HeadSearch inUse() {
    return IN_USE;
  }

  /**
   * The variant of a name.
   *
   * @param name {@code scalar}, {@code branchless}, {@code counting} or {@code vector}
   * @throws IllegalArgumentException when the name is unknown
   * @throws IllegalStateException when the variant does not exist here; the message says why
   */
  public static HeadSearch named(String name) {
    switch (name) {
      case "scalar":
        return new ScalarSearch();
      case "branchless":
        return new BranchlessSearch();
      case "counting":
        return new CountingSearch();
      case "vector":
        return vector();
      default:
        throw new IllegalArgumentException(
            "system property "
                + PROPERTY
                + " is '"
                + name
                + "'; use 'scalar', 'branchless', 'counting' or 'vector'");
    }
  }

  private static HeadSearch vector() {
    String missing = LongLanes.missing();
    if (missing != null) {
      throw new IllegalStateException(
          "search variant 'vector' is not there: " + missing + "; or use another " + PROPERTY);
    }
    return new VectorSearch();
  }
}
