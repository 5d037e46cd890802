// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wrong arguments and uses after the end: each is refused by name, and changes nothing. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadInputTest {
  private static final byte[] KEY = {1, 2};
  private static final byte[] VALUE = {3, 4, 5};

  @TempDir private Path base;
  private final MemoryBudget budget = MemoryBudget.ofBytes(16 << 20);
  private Store store;
  private Tree tree;

  @BeforeEach
  void open() {
    store = Store.open(base.resolve("store"), options());
    tree = store.tree("plain");
    tree.put(KEY, VALUE);
  }

  @AfterEach
  void close() {
    store.close();
    assertThat(budget.usedBytes()).as("bytes in use after close").isZero();
  }

  private StoreOptions options() {
    return StoreOptions.builder().memory(budget).name("the store").build();
  }

  private static void refusesNull(String what, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessageContaining(what);
  }

  private static void refusesArgument(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  private static void refuses(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void nullsAreNamed() {
    refusesNull("key", () -> tree.get(null));
    refusesNull("key", () -> tree.get(null, new RecordBuffer()));
    refusesNull("key", () -> tree.contains(null));
    refusesNull("key", () -> tree.put(null, VALUE));
    refusesNull("value", () -> tree.put(KEY, null));
    refusesNull("key", () -> tree.delete(null));
    refusesNull("key", () -> tree.append(null, VALUE));
    refusesNull("operand", () -> tree.append(KEY, null));
    refusesNull("range", () -> tree.cursor(null));
    refusesNull("prefix", () -> KeyRange.prefix(null));
    refusesNull("name", () -> store.tree(null));
    refusesNull("options", () -> store.tree("other", null));
    refusesNull("directory", () -> Store.open(null, options()));
    refusesNull("options", () -> Store.open(base.resolve("other"), null));
    refusesNull("sources", () -> Store.adopt(base.resolve("other"), null, options()));
    try (Snapshot snapshot = store.snapshot()) {
      refusesNull("key", () -> snapshot.get(tree, null));
      refusesNull("tree", () -> snapshot.get(null, KEY));
      refusesNull("range", () -> snapshot.cursor(tree, null));
    }
    assertThat(base.resolve("other")).doesNotExist();
  }

  @Test
  void aKeyThatIsTooLongIsRefusedBySizeAndLimit() {
    byte[] tooLong = new byte[Tree.MAX_KEY_BYTES + 1];
    String[] words = {"65536", "65535", "'plain'"};
    refusesArgument(() -> tree.put(tooLong, VALUE), words);
    refusesArgument(() -> tree.get(tooLong), words);
    refusesArgument(() -> tree.contains(tooLong), words);
    refusesArgument(() -> tree.delete(tooLong), words);
    refusesArgument(() -> tree.deleteRange(tooLong, null), words);
    Tree appending = store.tree("lists", TreeOptions.concatenate((byte) ','));
    refusesArgument(() -> appending.append(tooLong, VALUE), "65536", "65535", "'lists'");
    try (Snapshot snapshot = store.snapshot()) {
      refusesArgument(() -> snapshot.get(tree, tooLong), words);
    }
    StoreModel.requireValue(tree.get(KEY), VALUE, "the record beside");
  }

  @Test
  void theLongestKeyIsAKeyAsAnyOther() {
    byte[] longest = new byte[Tree.MAX_KEY_BYTES];
    tree.put(longest, VALUE);
    StoreModel.requireValue(tree.get(longest), VALUE, "the longest key");
    try (Cursor cursor = tree.cursor(KeyRange.of(longest, false, null, true))) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(KEY);
      assertThat(cursor.next()).isFalse();
    }
    tree.deleteRange(longest, KEY);
    assertThat(tree.contains(longest)).isFalse();
  }

  @Test
  void stretchesOutsideOfTheirArrayAreRefused() {
    assertThatThrownBy(() -> tree.put(KEY, 1, 2, VALUE, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.put(KEY, 0, 2, VALUE, 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.get(KEY, -1, 2, new RecordBuffer()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.delete(KEY, 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void appendsFollowTheTreesOperator() {
    refuses(() -> tree.append(KEY, VALUE), "'plain'", "merge operator");
    Tree sums = store.tree("sums", TreeOptions.merging(MergeOperator.ADD_LONG));
    refusesArgument(() -> sums.append(KEY, VALUE), "'sums'", "8 bytes", "3");
    refusesArgument(() -> sums.put(KEY, VALUE), "'sums'", "8 bytes", "3");
    assertThat(sums.get(KEY)).isNull();
    refuses(() -> store.tree("sums", TreeOptions.plain()), "'sums'", "ADD_LONG", "NONE");
    refusesArgument(() -> store.tree("n".repeat(65_536)), "65535");
    assertThat(store.treeNames()).containsExactly("plain", "sums");
    refusesArgument(() -> new TreeOptions(MergeOperator.NONE, 44), "CONCATENATE");
    refusesArgument(() -> new TreeOptions(MergeOperator.CONCATENATE, 256), "256");
    refusesArgument(() -> new TreeOptions(null, -1), "mergeOperator");
  }

  @Test
  void optionsAreCheckedWhereTheyAreSet() {
    String least = Long.toString(MemoryBudget.MIN_BYTES);
    refusesArgument(() -> MemoryBudget.ofBytes(0), "0 bytes", least);
    refusesArgument(() -> MemoryBudget.ofBytes(-1), "-1", least);
    refusesArgument(() -> MemoryBudget.ofBytes(MemoryBudget.MIN_BYTES - 1), "too small", least);
    refusesArgument(() -> StoreOptions.builder().memory(null), "memory");
    refusesArgument(() -> StoreOptions.builder().segmentBytes(1), "1", "65536");
    refusesArgument(() -> StoreOptions.builder().durability(Durability.WAL), "WAL", "COMMIT");
    refusesArgument(() -> StoreOptions.builder().durability(null), "null", "COMMIT");
    refusesArgument(() -> StoreOptions.builder().name(null), "name");
  }

  @Test
  void aClosedStoreRefusesEverythingByName() {
    Snapshot snapshot = store.snapshot();
    Cursor cursor = tree.cursor(KeyRange.all());
    Cursor moved = tree.cursor(KeyRange.all());
    assertThat(moved.next()).isTrue();
    store.close();
    store.close();
    String[] words = {"the store", "closed"};
    assertThat(store.isOpen()).isFalse();
    refuses(() -> tree.get(KEY), words);
    refuses(() -> tree.contains(KEY), words);
    refuses(() -> tree.put(KEY, VALUE), words);
    refuses(() -> tree.put(KEY, new byte[5000]), words);
    refuses(() -> tree.delete(KEY), words);
    refuses(() -> tree.deleteRange(null, null), words);
    refuses(() -> tree.approximateEntries(), words);
    refuses(() -> tree.cursor(KeyRange.all()).next(), words);
    refuses(() -> store.tree("plain"), words);
    refuses(() -> store.tree("other"), words);
    refuses(() -> store.hasTree("plain"), words);
    refuses(() -> store.treeNames(), words);
    refuses(() -> store.dropTree("plain"), words);
    refuses(() -> store.snapshot(), words);
    refuses(() -> store.checkpoint(), words);
    refuses(() -> store.commit(null), words);
    refuses(() -> store.verify(), words);
    refuses(() -> snapshot.get(tree, KEY), words);
    refuses(() -> cursor.next(), words);
    assertThatCode(
            () -> {
              cursor.close();
              moved.close();
              snapshot.close();
              store.metrics();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void closedCursorsAndSnapshotsSayThatTheyAre() {
    Cursor cursor = tree.cursor(KeyRange.all());
    refuses(cursor::key, "next()");
    refuses(cursor::value, "next()");
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.next()).isFalse();
    refuses(cursor::key, "next()");
    assertThat(cursor.next()).isFalse();
    cursor.close();
    cursor.close();
    refuses(cursor::next, "cursor", "closed");
    refuses(cursor::key, "cursor", "closed");
    Snapshot snapshot = store.snapshot();
    snapshot.close();
    snapshot.close();
    assertThat(snapshot.isOpen()).isFalse();
    refuses(() -> snapshot.get(tree, KEY), "snapshot", "closed");
    refuses(() -> snapshot.cursor(tree, KeyRange.all()), "snapshot", "closed");
  }

  @Test
  void aDirectoryIsOpenOnce() {
    Path directory = base.resolve("store");
    refuses(() -> Store.open(directory, options()), directory.toString(), "in use");
    refuses(() -> Store.adopt(directory, List.of(), options()), directory.toString(), "in use");
    tree.put(KEY, KEY);
    store.commit(null).join();
    store.close();
    store = Store.open(directory, options());
    StoreModel.requireValue(store.tree("plain").get(KEY), KEY, "after the refused open");
  }

  @Test
  void adoptingNeedsRoomAndRangesThatDoNotOverlap() {
    Checkpoint checkpoint = store.checkpoint().join();
    String manifest = checkpoint.manifest().name();
    Path from = base.resolve("store");
    List<AdoptionSource> whole = List.of(AdoptionSource.whole(from, manifest));
    try (Store taken = Store.adopt(base.resolve("taken"), whole, options())) {
      StoreModel.requireValue(taken.tree("plain").get(KEY), VALUE, "adopted");
      taken.commit(null).join();
    }
    refuses(() -> Store.adopt(base.resolve("taken"), whole, options()), "holds a store");
    AdoptionSource low = new AdoptionSource(from, manifest, null, new byte[] {5});
    AdoptionSource high = new AdoptionSource(from, manifest, new byte[] {4}, null);
    refusesArgument(
        () -> Store.adopt(base.resolve("two"), List.of(high, low), options()), "overlap");
    AdoptionSource none = AdoptionSource.whole(base.resolve("nowhere"), manifest);
    assertThatThrownBy(() -> Store.adopt(base.resolve("three"), List.of(none), options()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nowhere");
    AdoptionSource noManifest = AdoptionSource.whole(from, "00000000000000ff.man");
    assertThatThrownBy(() -> Store.adopt(base.resolve("four"), List.of(noManifest), options()))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("00000000000000ff.man");
    AdoptionSource notOurs = AdoptionSource.whole(from, "../../etc/passwd");
    assertThatThrownBy(() -> Store.adopt(base.resolve("five"), List.of(notOurs), options()))
        .isInstanceOfAny(StoreException.class, IllegalArgumentException.class)
        .hasMessageContaining("passwd");
  }
}
