// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** What the JVM of a {@link PlantedRace} runs: one test method; its exit code says how it went. */
public final class PlantedRaceRun {
  static final int PASSED = 0;
  static final int NOTICED = 3;
  static final int BROKEN = 4;
  static final String MARK = "noticed: ";

  private static final int MOST_LINES = 12;

  private PlantedRaceRun() {}

  /** Class and method of the test. */
  public static void main(String[] args) {
    int exit;
    try {
      exit = run(Class.forName(args[0]), args[1]);
    } catch (ReflectiveOperationException broken) {
      broken.printStackTrace();
      exit = BROKEN;
    }
    System.out.flush();
    Runtime.getRuntime().halt(exit); // threads of a run that failed may hang
  }

  private static int run(Class<?> test, String name) throws ReflectiveOperationException {
    Constructor<?> constructor = test.getDeclaredConstructor();
    Method method = test.getDeclaredMethod(name);
    constructor.setAccessible(true);
    method.setAccessible(true);
    try {
      method.invoke(constructor.newInstance());
      return PASSED;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      // a failed check of the test, of the validator, or of the checked memory
      if (cause instanceof AssertionError || cause instanceof IllegalStateException) {
        System.out.println(MARK + firstLines(String.valueOf(cause.getMessage())));
        return NOTICED;
      }
      throw e;
    }
  }

  private static String firstLines(String text) {
    StringBuilder first = new StringBuilder();
    text.lines()
        .filter(line -> !line.isBlank())
        .limit(MOST_LINES)
        .forEach(line -> first.append(line).append('\n'));
    return first.toString();
  }
}
