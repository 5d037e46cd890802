// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.SerializedCompositeKeyBuilder;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys must equal Flink's own to the byte: savepoints are copied without decoding them. */
class CompositeKeyTest {
  private static final int ROUNDS = 500;

  private interface Values<T> {
    T next(Random random);
  }

  private record Type<T>(String name, TypeSerializer<T> serializer, Values<T> values) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Case(Type<?> key, Type<?> namespace, int keyGroups) {}

  private static String string(Random random) {
    return random
        .ints(random.nextInt(300), 0, 0x2FFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @SuppressWarnings("unchecked")
  private static TypeSerializer<Tuple2<String, Long>> tuples() {
    return new TupleSerializer<>(
        (Class<Tuple2<String, Long>>) (Class<?>) Tuple2.class,
        new TypeSerializer<?>[] {StringSerializer.INSTANCE, LongSerializer.INSTANCE});
  }

  static Stream<Case> cases() {
    return Stream.of(
            new Type<>("string", StringSerializer.INSTANCE, CompositeKeyTest::string),
            new Type<>("int", IntSerializer.INSTANCE, Random::nextInt),
            new Type<>("tuple", tuples(), r -> Tuple2.of(string(r), r.nextLong())))
        .flatMap(
            key ->
                Stream.of(
                        new Type<>(
                            "void",
                            VoidNamespaceSerializer.INSTANCE,
                            unused -> VoidNamespace.INSTANCE),
                        new Type<>("string", StringSerializer.INSTANCE, CompositeKeyTest::string),
                        new Type<>(
                            "window",
                            new TimeWindow.Serializer(),
                            r -> new TimeWindow(r.nextLong(), r.nextLong())))
                    .flatMap(
                        namespace ->
                            Stream.of(1, 128, 129, 32768)
                                .map(groups -> new Case(key, namespace, groups))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keysEqualThoseOfFlinkToTheByte(Case c) throws IOException {
    check(c.key(), c.namespace(), c.keyGroups());
  }

  private static <K, N> void check(Type<K> keys, Type<N> namespaces, int keyGroups)
      throws IOException {
    int prefixBytes = KeyGroups.prefixBytes(keyGroups);
    CompositeKey<K> ours = new CompositeKey<>(keys.serializer(), prefixBytes);
    SerializedCompositeKeyBuilder<K> flinks =
        new SerializedCompositeKeyBuilder<>(keys.serializer(), prefixBytes, 32);
    CompositeKeyReader<K, N> reader =
        new CompositeKeyReader<>(keys.serializer(), namespaces.serializer(), prefixBytes);
    Random random = new Random(keyGroups);
    for (int i = 0; i < ROUNDS; i++) {
      K key = keys.values().next(random);
      int keyGroup = KeyGroupRangeAssignment.assignToKeyGroup(key, keyGroups);
      ours.setKey(key, keyGroup);
      flinks.setKeyAndKeyGroup(key, keyGroup);
      for (int j = 0; j < 3; j++) {
        N namespace = namespaces.values().next(random);
        ours.setNamespace(namespace, namespaces.serializer());
        byte[] expected = flinks.buildCompositeKeyNamespace(namespace, namespaces.serializer());
        assertThat(ours.toBytes()).isEqualTo(expected);
        String userKey = string(random);
        ours.setUserKey(userKey, StringSerializer.INSTANCE);
        assertThat(ours.toBytes())
            .isEqualTo(flinks.buildCompositeKeyUserKey(userKey, StringSerializer.INSTANCE));

        reader.read(ours.toBytes(), ours.length());
        assertThat(reader.key()).isEqualTo(key);
        assertThat(reader.namespace()).isEqualTo(namespace);
        assertThat(reader.namespaceEnd()).isEqualTo(expected.length);
        assertThat(KeyGroups.read(ours.array(), prefixBytes)).isEqualTo(keyGroup);
      }
    }
  }

  @Test
  void stateOutsideOfARecordIsRefused() {
    CompositeKey<String> key = new CompositeKey<>(StringSerializer.INSTANCE, 1);
    assertThatThrownBy(
            () -> key.setNamespace(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE))
        .hasMessageContaining("no key is set");
  }

  @Test
  void theBoundBehindTheLastKeyGroupIsAboveAllKeys() {
    assertThat(KeyGroups.prefix(128, 1)).isEqualTo(new byte[] {(byte) 0x80});
    assertThat(KeyGroups.prefix(32768, 2)).isEqualTo(new byte[] {(byte) 0x80, 0});
  }
}
