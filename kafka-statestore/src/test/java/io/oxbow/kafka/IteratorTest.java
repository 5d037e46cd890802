// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.content;
import static io.oxbow.kafka.TestStore.gauge;
import static io.oxbow.kafka.TestStore.key;
import static io.oxbow.kafka.TestStore.keys;
import static io.oxbow.kafka.TestStore.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.LogCaptureAppender;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An iterator shows the store of the moment it was made, in order, whatever happens after. */
class IteratorTest {
  @TempDir File directory;
  private TaskStandIn context;
  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void before() {
    context = new TaskStandIn(directory);
    store = open(context);
    for (String k : List.of("a", "b", "ba", "c", "d")) {
      store.put(key(k), bytes(k));
    }
  }

  @AfterEach
  void after() {
    store.close();
  }

  @Test
  void writesAfterItWasMadeAreInvisible() {
    try (KeyValueIterator<Bytes, byte[]> iterator = store.all()) {
      assertThat(iterator.next().key).isEqualTo(key("a"));
      store.put(key("ab"), bytes("new"));
      store.put(key("c"), bytes("changed"));
      store.delete(key("b"));
      store.delete(key("d"));
      assertThat(iterator.peekNextKey()).isEqualTo(key("b"));
      assertThat(iterator.next().key).isEqualTo(key("b"));
      assertThat(iterator.next().key).isEqualTo(key("ba"));
      assertThat(iterator.next().value).isEqualTo(bytes("c"));
      assertThat(iterator.next().value).isEqualTo(bytes("d"));
      assertThat(iterator.hasNext()).isFalse();
    }
    assertThat(content(store).keySet()).containsExactly("a", "ab", "ba", "c");
  }

  @Test
  void aLoopMayDeleteWhatItVisits() {
    try (KeyValueIterator<Bytes, byte[]> iterator = store.all()) {
      while (iterator.hasNext()) {
        store.delete(iterator.next().key);
      }
    }
    assertThat(content(store)).isEmpty();
  }

  @Test
  void rangesIncludeBothEndsInBothDirections() {
    assertThat(keys(store.range(key("b"), key("c")))).containsExactly("b", "ba", "c");
    assertThat(keys(store.reverseRange(key("b"), key("c")))).containsExactly("c", "ba", "b");
    assertThat(keys(store.range(null, key("b")))).containsExactly("a", "b");
    assertThat(keys(store.reverseRange(key("c"), null))).containsExactly("d", "c");
    assertThat(keys(store.range(key("bb"), key("bz")))).isEmpty();
    assertThat(keys(store.reverseAll())).containsExactly("d", "c", "ba", "b", "a");
  }

  @Test
  void prefixesEndWhereTheyEndEvenAtTheLastByte() {
    assertThat(keys(store.prefixScan(key("b"), new BytesSerializer()))).containsExactly("b", "ba");
    assertThat(keys(store.prefixScan(key(""), new BytesSerializer()))).hasSize(5);
    Bytes last = Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xFF});
    Bytes above = Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
    store.put(last, bytes("x"));
    store.put(above, bytes("y"));
    store.put(Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xFE}), bytes("below"));
    try (KeyValueIterator<Bytes, byte[]> iterator = store.prefixScan(last, new BytesSerializer())) {
      assertThat(iterator.next().key).isEqualTo(last);
      assertThat(iterator.next().key).isEqualTo(above);
      assertThat(iterator.hasNext()).isFalse();
    }
  }

  @Test
  void theEndIsTheEnd() {
    KeyValueIterator<Bytes, byte[]> iterator = store.range(key("d"), null);
    iterator.next();
    for (int i = 0; i < 2; i++) {
      assertThat(iterator.hasNext()).isFalse();
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(iterator::peekNextKey).isInstanceOf(NoSuchElementException.class);
    }
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    iterator.close();
    KeyValueIterator<Bytes, byte[]> empty = store.range(key("b"), key("a"));
    assertThatThrownBy(empty::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(empty::peekNextKey).isInstanceOf(NoSuchElementException.class);
    empty.close();
  }

  @Test
  void anIteratorReadToItsEndPinsNothingThoughNobodyClosesIt() {
    KeyValueIterator<Bytes, byte[]> forgotten = store.all();
    assertThat(gauge(context, "oxbow-open-iterators")).isEqualTo(1);
    forgotten.forEachRemaining(entry -> assertThat(entry.value).isNotNull());
    assertThat(gauge(context, "oxbow-open-iterators")).isZero();
  }

  @Test
  void theClosingStoreClosesForgottenIteratorsAndSaysHowMany() {
    KeyValueIterator<Bytes, byte[]> one = store.all();
    KeyValueIterator<Bytes, byte[]> two = store.range(key("a"), key("c"));
    one.next();
    try (LogCaptureAppender log = LogCaptureAppender.createAndRegister(OpenIterators.class)) {
      store.close();
      assertThat(log.getMessages("WARN")).containsExactly("Closing 2 open iterators for store s");
    }
    assertThatThrownBy(one::hasNext)
        .isInstanceOf(InvalidStateStoreException.class)
        .hasMessageContaining("as is the store");
    assertThatThrownBy(two::next).isInstanceOf(InvalidStateStoreException.class);
    one.close();
  }

  @Test
  void whatIsReturnedIsTheCallersOwn() {
    store.get(key("a"))[0] = 'x';
    try (KeyValueIterator<Bytes, byte[]> iterator = store.all()) {
      iterator.next().value[0] = 'x';
    }
    byte[] mine = bytes("mine");
    store.put(key("m"), mine);
    mine[0] = 'x';
    assertThat(store.get(key("a"))).isEqualTo(bytes("a"));
    assertThat(store.get(key("m"))).isEqualTo(bytes("mine"));
  }
}
