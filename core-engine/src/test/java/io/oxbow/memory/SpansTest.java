// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpansTest {
  private static final int THREADS = 4;
  private static final int EACH = 25;

  @BeforeEach
  void onlyWhereReservingMemoryIsNotTakingIt() {
    assumeTrue(Mem.isTakenWhenWritten(), Mem.backend());
  }

  @Test
  void threadsThatTakePiecesAtOnceNeverGetTheSame() throws Exception {
    Spans spans = new Spans();
    Set<Long> pieces = ConcurrentHashMap.newKeySet();
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all =
        IntStream.range(0, THREADS)
            .<Future<?>>mapToObj(
                t ->
                    threads.submit(
                        () -> {
                          begin.await();
                          for (int i = 0; i < EACH; i++) {
                            pieces.add(spans.take());
                          }
                          return null;
                        }))
            .toList();
    begin.countDown();
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
    assertThat(pieces).hasSize(THREADS * EACH);
    long before = 0;
    for (long piece : pieces.stream().sorted().toList()) {
      assertThat(piece % (2 << 20)).as("a huge page begins there").isZero();
      assertThat(piece - before).isGreaterThanOrEqualTo(Spans.PIECE);
      before = piece;
      Mem.putLong(piece, piece);
      Mem.putLong(piece + Spans.PIECE - 8, piece);
    }
    spans.close();
  }

  @Test
  void piecesCanBeTakenAgainBehindClose() {
    Spans spans = new Spans();
    assertThat(spans.take()).isNotZero();
    spans.close();
    long piece = spans.take();
    Mem.putLong(piece, 1);
    spans.close();
    spans.close();
  }
}
