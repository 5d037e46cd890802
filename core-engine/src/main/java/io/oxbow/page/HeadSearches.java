// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import io.oxbow.memory.LongLanes;

/**
 * The variants of {@link HeadSearch} and those that blocks are searched with, chosen once: the
 * system property {@code oxbow.search} names one for all blocks. Without it inner blocks, which
 * caches hold, are searched by counting, and leaves, which they do not, by branches that load ahead
 * when guessed. Constants of one class each, so that their calls inline.
 */
public final class HeadSearches {
  private static final String PROPERTY = "oxbow.search";
  private static final HeadSearch NEAR = named(System.getProperty(PROPERTY, "counting"));
  private static final HeadSearch FAR = named(System.getProperty(PROPERTY, "scalar"));

  private HeadSearches() {}

  /** For blocks that are likely in a cache: inner ones. */
  public static HeadSearch near() {
    return NEAR;
  }

  /** For blocks that are likely in none: leaves. */
  public static HeadSearch far() {
    return FAR;
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
