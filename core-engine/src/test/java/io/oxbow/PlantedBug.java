// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A copy of the engine and its tests with one bug in it: calls of one method, made in one place, go
 * to a method of {@link Plants} instead. The engine itself knows nothing of this.
 */
final class PlantedBug extends ClassLoader {
  private static final String ROOT = "io.oxbow.";

  private final String place;
  private final String method;
  private final String called;
  private final String plant;
  private int planted;

  /**
   * @param place class, without {@code io.oxbow.}, in which the calls are
   * @param method and method; empty for all
   * @param called owner, without its package, and name of the called method: {@code "Set.contains"}
   * @param plant method of {@link Plants}, with the receiver as first parameter
   */
  PlantedBug(String place, String method, String called, String plant) {
    super(PlantedBug.class.getClassLoader());
    this.place = ROOT + place;
    this.method = method;
    this.called = called;
    this.plant = plant;
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
    if (planted == 0) {
      throw new AssertionError(
          place + " does not call " + called + " in '" + method + "': plant the bug elsewhere");
    }
    return noticed;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ROOT)) {
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
      code = name.equals(place) ? plant(code) : code;
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] plant(byte[] code) {
    ClassReader reader = new ClassReader(code);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String generic, String[] thrown) {
            MethodVisitor into = super.visitMethod(access, name, descriptor, generic, thrown);
            return method.isEmpty() || method.equals(name) ? new Calls(into) : into;
          }
        },
        0);
    return writer.toByteArray();
  }

  private final class Calls extends MethodVisitor {
    Calls(MethodVisitor into) {
      super(Opcodes.ASM9, into);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      if (!called.equals(owner.substring(owner.lastIndexOf('/') + 1) + "." + name)) {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        return;
      }
      planted++;
      Type type = Type.getMethodType(descriptor);
      String of =
          opcode == Opcodes.INVOKESTATIC
              ? descriptor
              : "(L"
                  + owner
                  + ";"
                  + descriptor.substring(1, descriptor.lastIndexOf(')') + 1)
                  + type.getReturnType();
      String plants = Plants.class.getName().replace('.', '/');
      super.visitMethodInsn(Opcodes.INVOKESTATIC, plants, plant, of, false);
    }
  }
}
