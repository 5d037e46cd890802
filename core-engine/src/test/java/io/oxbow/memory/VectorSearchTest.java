// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.oxbow.page.HeadSearchCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Vectors on a newer JDK: right where the module is there, a reason where it is not. */
@Timeout(180)
class VectorSearchTest {
  private static final List<String> MODULE = List.of("--add-modules", "jdk.incubator.vector");
  private static final String VARIANTS = "[scalar, branchless, counting, vector]\n";

  @TempDir static Path work;
  private static NewerJvm jvm;

  @BeforeAll
  static void findJdk() {
    jvm = new NewerJvm(work);
  }

  @Test
  void vectorsFindWhatAPlainLoopFinds() throws Exception {
    NewerJvm.Run run = run(HeadSearchCheck.class, MODULE, "-Doxbow.mem=foreign");
    assertThat(run.out()).as(run.err()).isEqualTo("foreign " + VARIANTS);
    assertThat(run.exit()).isZero();
  }

  @Test
  void vectorsReadNothingBehindTheHeads() throws Exception {
    NewerJvm.Run run = run(HeadSearchCheck.class, MODULE, "-Doxbow.mem=checked");
    assertThat(run.out()).as(run.err()).isEqualTo("checked " + VARIANTS);
    assertThat(run.exit()).isZero();
  }

  @Test
  void aStoreThatSearchesByVectorsKeepsItsRecords() throws Exception {
    NewerJvm.Run run = run(QuietProgram.class, MODULE, "-Doxbow.search=vector");
    assertThat(run.out()).as(run.err()).isEqualTo("foreign\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void withoutTheModuleTheReasonIsGiven() throws Exception {
    NewerJvm.Run run = run(QuietProgram.class, List.of(), "-Doxbow.search=vector");
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("start the JVM with --add-modules jdk.incubator.vector");
  }

  @Test
  void throughUnsafeTheReasonIsGiven() throws Exception {
    NewerJvm.Run run =
        run(QuietProgram.class, MODULE, "-Doxbow.search=vector", "-Doxbow.mem=unsafe");
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("vectors cannot be loaded through oxbow.mem=unsafe");
  }

  private static NewerJvm.Run run(Class<?> program, List<String> options, String... more)
      throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return jvm.run(jvm.jar("vector.jar", jvm.newerPart()), program, all);
  }
}
