// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys are compared by words; the order is that of their bytes. */
class KeyOrderTest {
  @Test
  void wordsDecideAsBytesDo() {
    Random random = new Random(3);
    byte[] a = new byte[64];
    byte[] b = new byte[64];
    for (int run = 0; run < 200_000; run++) {
      int aOff = random.nextInt(8);
      int bOff = random.nextInt(8);
      int aLen = random.nextInt(40);
      int bLen = random.nextInt(4) == 0 ? random.nextInt(40) : aLen;
      random.nextBytes(a);
      System.arraycopy(a, aOff, b, bOff, aLen);
      if (aLen > 0 && random.nextInt(4) > 0) {
        b[bOff + random.nextInt(aLen)] ^= (byte) (1 << random.nextInt(8));
      }
      int expected = Arrays.compareUnsigned(a, aOff, aOff + aLen, b, bOff, bOff + bLen);
      assertThat(Integer.signum(KeyOrder.compare(a, aOff, aLen, b, bOff, bLen)))
          .as("%d bytes against %d", aLen, bLen)
          .isEqualTo(Integer.signum(expected));
    }
  }
}
