// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Methods of all modules fit on one screen. Runs in verify. */
class MethodSizesIT {
  private static final int MAX_LINES = 60;

  private final List<String> tooLong = new ArrayList<>();
  private int seen;

  @Test
  void methodsFitOnOneScreen() throws IOException {
    List<Path> sources = SourceFiles.ofAllModules();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources);
      JavacTask task = (JavacTask) javac.getTask(null, files, null, null, null, units);
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        measure(unit, positions);
      }
    }
    assertThat(seen).as("methods looked at").isGreaterThan(500);
    assertThat(tooLong)
        .as("methods over %d lines; take a step out and give it a name", MAX_LINES)
        .isEmpty();
  }

  private void measure(CompilationUnitTree unit, SourcePositions positions) {
    LineMap lines = unit.getLineMap();
    TreeScanner<Void, Void> scanner =
        new TreeScanner<>() {
          @Override
          public Void visitMethod(MethodTree method, Void unused) {
            seen++;
            long end = positions.getEndPosition(unit, method);
            if (method.getBody() != null && end >= 0) {
              long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
              long length = lines.getLineNumber(end) - first + 1;
              if (length > MAX_LINES) {
                tooLong.add(
                    unit.getSourceFile().getName()
                        + ":"
                        + first
                        + " "
                        + method.getName()
                        + " has "
                        + length
                        + " lines");
              }
            }
            return super.visitMethod(method, unused);
          }
        };
    scanner.scan(unit, null);
  }
}
