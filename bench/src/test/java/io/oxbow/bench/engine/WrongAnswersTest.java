// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that lies, loses or mixes up is found out, by the operation itself or at the end. */
class WrongAnswersTest {
  private static final int OPERATIONS = 1000;

  private static final List<Consumer<Operations>> ALL =
      List.of(
          Operations::getHit,
          Operations::getHitZipf,
          Operations::getMiss,
          Operations::getBatch,
          Operations::put,
          Operations::putHot,
          Operations::readModifyWrite,
          Operations::readModifyWriteZipf,
          WrongAnswersTest::deleteAndRestore,
          Operations::deleteAndPutBack,
          Operations::prefixScan,
          Operations::fullScan);

  private static void deleteAndRestore(Operations operations) {
    operations.delete();
    if (operations.deletedEnough()) {
      operations.putDeletedBack();
    }
  }

  private static void run(BreakableStore store, Consumer<Operations> operation) {
    Ledger ledger = new Ledger(store.workload);
    Operations operations = new Operations(store, store.workload, 1);
    for (int i = 0; i < OPERATIONS; i++) {
      operation.accept(operations);
    }
    operations.finish(ledger);
    ledger.verify(store, true);
  }

  private static void found(BreakableStore store, Consumer<Operations> operation) {
    store.broken = true;
    assertThatExceptionOfType(WrongAnswerException.class).isThrownBy(() -> run(store, operation));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 100, 1000})
  void aRightStorePasses(int valueBytes) {
    Workload workload = new Workload(BreakableStore.KEYS, valueBytes);
    for (Consumer<Operations> operation : ALL) {
      assertThatCode(() -> run(new BreakableStore(workload), operation)).doesNotThrowAnyException();
    }
  }

  @Test
  void aGetThatMissesAKeyThatIsThere() {
    for (Consumer<Operations> operation :
        List.<Consumer<Operations>>of(
            Operations::getHit, Operations::getHitZipf, Operations::getBatch)) {
      found(
          new BreakableStore() {
            @Override
            public int get(byte[] key) {
              return broken && key[15] == 7 ? -1 : super.get(key);
            }
          },
          operation);
    }
  }

  @Test
  void aGetOfTheNeighboursValue() {
    for (Consumer<Operations> operation :
        List.<Consumer<Operations>>of(
            Operations::getHit, Operations::getHitZipf, Operations::getBatch)) {
      found(
          new BreakableStore() {
            @Override
            public int get(byte[] key) {
              byte[] other = key.clone();
              other[15] = 3;
              return super.get(other);
            }
          },
          operation);
    }
  }

  @Test
  void aGetThatFindsAKeyThatWasNeverPut() {
    found(
        new BreakableStore() {
          @Override
          public int get(byte[] key) {
            return 100;
          }
        },
        Operations::getMiss);
  }

  @Test
  void aBatchWithAnAnswerLeftOut() {
    found(
        new BreakableStore() {
          @Override
          public void getBatch(byte[][] keys, Answer answer) {
            super.getBatch(java.util.Arrays.copyOf(keys, keys.length - 1), answer);
          }
        },
        Operations::getBatch);
  }

  @Test
  void aBatchWithTwoAnswersExchanged() {
    found(
        new BreakableStore() {
          @Override
          public void getBatch(byte[][] keys, Answer answer) {
            super.getBatch(keys, (i, value, length) -> answer.accept(i ^ 1, value, length));
          }
        },
        Operations::getBatch);
  }

  /** Loses one put. */
  private static final class LosesOne extends BreakableStore {
    private final int lost;
    private int puts;

    LosesOne(int lost) {
      this.lost = lost;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      if (!broken || ++puts != lost) {
        super.put(key, value);
      }
    }
  }

  @Test
  void aPutThatIsLost() {
    found(new LosesOne(OPERATIONS), Operations::put);
    found(new LosesOne(OPERATIONS), Operations::putHot);
    found(new LosesOne(OPERATIONS), Operations::deleteAndPutBack);
  }

  @Test
  void anIncrementThatIsLost() {
    found(new LosesOne(17), Operations::readModifyWrite);
    found(new LosesOne(17), Operations::readModifyWriteZipf);
  }

  @Test
  void aDeleteThatLeavesTheRecord() {
    found(
        new BreakableStore() {
          private int deletes;

          @Override
          public void delete(byte[] key) {
            if (!broken || ++deletes != 17) {
              super.delete(key);
            }
          }
        },
        WrongAnswersTest::deleteAndRestore);
  }

  @Test
  void aDeleteThatTakesTheNeighbour() {
    found(
        new BreakableStore() {
          @Override
          public void delete(byte[] key) {
            super.delete(key);
            byte[] other = key.clone();
            other[15] = 3;
            super.delete(other);
          }
        },
        operations -> {
          operations.delete();
          operations.putDeletedBack();
        });
  }

  @Test
  void aValueWithOneByteChanged() {
    found(
        new BreakableStore() {
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
        new BreakableStore() {
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
        new BreakableStore() {
          @Override
          public Walk all() {
            return without(super.all(), 50);
          }
        },
        Operations::fullScan);
  }
}
