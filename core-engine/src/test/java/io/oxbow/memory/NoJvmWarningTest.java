// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that uses a store on a newer JDK, from a jar as a build on that JDK packs it: nothing
 * is printed by the JVM.
 */
@Timeout(180)
class NoJvmWarningTest {
  @TempDir static Path work;
  private static NewerJvm jvm;

  @BeforeAll
  static void findJdk() {
    jvm = new NewerJvm(work);
  }

  @Test
  void theJarWithTheForeignPartWritesAndReadsInSilence() throws Exception {
    NewerJvm.Run run = run(jvm.jar("with.jar", jvm.newerPart()), List.of());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("foreign\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void theJarWithoutItStillWorksAndSaysWhyTheJvmWarns() throws Exception {
    NewerJvm.Run run =
        run(jvm.jar("without.jar", null), List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    assertThat(run.out()).isEqualTo("unsafe\n");
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .contains("no part for java.lang.foreign")
        .contains("WARNING: A terminally deprecated method in sun.misc.Unsafe has been called");
  }

  @Test
  void aNameThatIsNoBackendEndsWithItsReason() throws Exception {
    NewerJvm.Run run = run(jvm.jar("named.jar", jvm.newerPart()), List.of("-Doxbow.mem=fast"));
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("oxbow.mem is 'fast'; use 'unsafe', 'foreign' or 'checked'");
  }

  @Test
  void aJvmThatDeniesUnsafeIsTheReasonGiven() throws Exception {
    List<String> deny = List.of("-Doxbow.mem=unsafe", "--sun-misc-unsafe-memory-access=deny");
    NewerJvm.Run run = run(jvm.jar("denied.jar", jvm.newerPart()), deny);
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("does not let sun.misc.Unsafe reach memory");
  }

  private static NewerJvm.Run run(Path jar, List<String> options) throws Exception {
    return jvm.run(jar, QuietProgram.class, options);
  }
}
