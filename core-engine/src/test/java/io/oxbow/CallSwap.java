// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One change to a class of the engine: calls of one method, made in one place, go to a plant
 * instead, or hand it what they return. The engine itself knows nothing of this.
 */
final class CallSwap {
  static final String ROOT = "io.oxbow.";

  private final Class<?> plants;
  private final String place;
  private final String method;
  private final String called;
  private final String plant;
  private final boolean behind;
  private int found;

  private CallSwap(
      Class<?> plants, String place, String method, String called, String plant, boolean behind) {
    this.plants = plants;
    this.place = ROOT + place;
    this.method = method;
    this.called = called;
    this.plant = plant;
    this.behind = behind;
  }

  /**
   * The plant is called instead.
   *
   * @param plants class of the plant
   * @param place class, without {@code io.oxbow.}, in which the calls are
   * @param method and method; empty for all
   * @param called owner, without its package, and name of the called method: {@code "Set.contains"}
   * @param plant static method, with the receiver as first parameter
   */
  static CallSwap instead(
      Class<?> plants, String place, String method, String called, String plant) {
    return new CallSwap(plants, place, method, called, plant, false);
  }

  /** The plant is called behind: it is given the result, and what it returns becomes the result. */
  static CallSwap behind(
      Class<?> plants, String place, String method, String called, String plant) {
    return new CallSwap(plants, place, method, called, plant, true);
  }

  /** Name of the class to be changed. */
  String place() {
    return place;
  }

  /** The class with the plant in it. */
  byte[] in(byte[] code) {
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

  /** Fails when there was no such call: the engine has changed, and the bug is not in it. */
  void requireFound() {
    if (found == 0) {
      throw new AssertionError(
          place + " does not call " + called + " in '" + method + "': plant the bug elsewhere");
    }
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
      found++;
      String result = Type.getReturnType(descriptor).getDescriptor();
      String to = plants.getName().replace('.', '/');
      if (behind) {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, to, plant, "(" + result + ")" + result, false);
        return;
      }
      String receiver = opcode == Opcodes.INVOKESTATIC ? "" : "L" + owner + ";";
      String of = "(" + receiver + descriptor.substring(1);
      super.visitMethodInsn(Opcodes.INVOKESTATIC, to, plant, of, false);
    }
  }
}
