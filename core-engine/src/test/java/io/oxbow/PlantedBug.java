// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;

/** A copy of the engine and its tests with one bug in it, for runs of one thread. */
final class PlantedBug extends ClassLoader {
  private final CallSwap swap;

  /** A bug made of a method of {@link Plants}; see {@link CallSwap#instead}. */
  PlantedBug(String place, String method, String called, String plant) {
    super(PlantedBug.class.getClassLoader());
    swap = CallSwap.instead(Plants.class, place, method, called, plant);
  }

  /** Runs a method of {@link PlantedRuns}; what it says about the bug, null = not noticed. */
  String noticedBy(String run, int seeds) throws ReflectiveOperationException {
    Class<?> runs = loadClass(PlantedRuns.class.getName());
    String noticed;
    try {
      noticed = (String) runs.getMethod(run, int.class).invoke(null, seeds);
    } catch (InvocationTargetException e) {
      throw new AssertionError("the run itself broke", e.getCause());
    }
    swap.requireFound();
    return noticed;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(CallSwap.ROOT)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      code = name.equals(swap.place()) ? swap.in(code) : code;
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
