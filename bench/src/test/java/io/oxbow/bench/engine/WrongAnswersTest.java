// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A store that lies, loses or mixes up is found out, by the operation itself or at the end. */
class WrongAnswersTest {
  private static final int KEYS = 200;
  private static final int OPERATIONS = 1000;

  /** A right store but for what a test breaks. */
  private static class Breakable implements Contender {
    final SkipListContender map = new SkipListContender();
    boolean broken;

    Breakable() {
      byte[] key = new byte[Records.KEY_BYTES];
      byte[] value = new byte[Records.VALUE_BYTES];
      for (int id = 0; id < KEYS; id++) {
        Records.key(id, key);
        Records.value(id, 0, value);
        map.put(key, value);
      }
    }

    @Override
    public int get(byte[] key) {
      return map.get(key);
    }

    @Override
    public byte[] buffer() {
      return map.buffer();
    }

    @Override
    public void put(byte[] key, byte[] value) {
      map.put(key, value);
    }

    @Override
    public Walk prefix(byte[] prefix) {
      return map.prefix(prefix);
    }

    @Override
    public Walk all() {
      return map.all();
    }

    @Override
    public String facts() {
      return "";
    }

    @Override
    public void close() {}
  }

  private static void run(Breakable store, Consumer<Operations> operation) {
    Ledger ledger = new Ledger(KEYS);
    Operations operations = new Operations(store, KEYS, 1);
    for (int i = 0; i < OPERATIONS; i++) {
      operation.accept(operations);
    }
    operations.finish(ledger);
    ledger.verify(store);
  }

  private static void found(Breakable store, Consumer<Operations> operation) {
    store.broken = true;
    assertThatExceptionOfType(WrongAnswerException.class).isThrownBy(() -> run(store, operation));
  }

  @Test
  void aRightStorePasses() {
    assertThatCode(() -> run(new Breakable(), Operations::getHit)).doesNotThrowAnyException();
    assertThatCode(() -> run(new Breakable(), Operations::getMiss)).doesNotThrowAnyException();
    assertThatCode(() -> run(new Breakable(), Operations::put)).doesNotThrowAnyException();
    assertThatCode(() -> run(new Breakable(), Operations::readModifyWrite))
        .doesNotThrowAnyException();
    assertThatCode(() -> run(new Breakable(), Operations::prefixScan)).doesNotThrowAnyException();
    assertThatCode(() -> run(new Breakable(), Operations::fullScan)).doesNotThrowAnyException();
  }

  @Test
  void aGetThatMissesAKeyThatIsThere() {
    found(
        new Breakable() {
          @Override
          public int get(byte[] key) {
            return broken && key[15] == 7 ? -1 : super.get(key);
          }
        },
        Operations::getHit);
  }

  @Test
  void aGetOfTheNeighboursValue() {
    found(
        new Breakable() {
          @Override
          public int get(byte[] key) {
            byte[] other = key.clone();
            other[15] = 3;
            return super.get(other);
          }
        },
        Operations::getHit);
  }

  @Test
  void aGetThatFindsAKeyThatWasNeverPut() {
    found(
        new Breakable() {
          @Override
          public int get(byte[] key) {
            return 100;
          }
        },
        Operations::getMiss);
  }

  @Test
  void aPutThatIsLost() {
    found(
        new Breakable() {
          private int puts;

          @Override
          public void put(byte[] key, byte[] value) {
            if (!broken || ++puts != OPERATIONS) {
              super.put(key, value);
            }
          }
        },
        Operations::put);
  }

  @Test
  void anIncrementThatIsLost() {
    found(
        new Breakable() {
          private int puts;

          @Override
          public void put(byte[] key, byte[] value) {
            if (!broken || ++puts != 17) {
              super.put(key, value);
            }
          }
        },
        Operations::readModifyWrite);
  }

  @Test
  void aValueWithOneByteChanged() {
    found(
        new Breakable() {
          @Override
          public void put(byte[] key, byte[] value) {
            byte[] changed = value.clone();
            if (broken) {
              changed[99] = 1;
            }
            super.put(key, changed);
          }
        },
        Operations::put);
  }

  /** A walk that leaves out every so many records. */
  private static Walk without(Walk walk, int every) {
    return new Walk() {
      private int n;

      @Override
      public boolean next() {
        return (++n % every != 0 || walk.next()) && walk.next();
      }

      @Override
      public byte[] key() {
        return walk.key();
      }

      @Override
      public byte[] value() {
        return walk.value();
      }

      @Override
      public int valueLength() {
        return walk.valueLength();
      }

      @Override
      public void close() {
        walk.close();
      }
    };
  }

  @Test
  void aPrefixScanThatLeavesOutARecord() {
    found(
        new Breakable() {
          @Override
          public Walk prefix(byte[] prefix) {
            return without(super.prefix(prefix), 10);
          }
        },
        Operations::prefixScan);
  }

  @Test
  void aFullScanThatLeavesOutARecord() {
    found(
        new Breakable() {
          @Override
          public Walk all() {
            return without(super.all(), 50);
          }
        },
        Operations::fullScan);
  }
}
