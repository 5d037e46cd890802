// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.kafka;

import static io.oxbow.kafka.TestStore.CHANGELOG;
import static io.oxbow.kafka.TestStore.bytes;
import static io.oxbow.kafka.TestStore.key;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** A process that writes and commits until it is killed. Argument: the task directory. */
final class CrashChild {
  static final int KEYS = 97;

  private CrashChild() {}

  /** One step: three writes and, to some keys, a delete. Both sides of the test replay it. */
  static void step(long n, Writer to) {
    to.put("k" + n % KEYS, "value " + n);
    to.put("k" + n * 31 % KEYS, "other " + n + "x".repeat((int) (n % 50)));
    to.put("k" + n * 7 % KEYS, null);
    to.put("step", "" + n);
  }

  interface Writer {
    void put(String key, String value);
  }

  /** The content after {@code steps} steps. */
  static Map<String, String> expected(long steps) {
    TreeMap<String, String> content = new TreeMap<>();
    for (long n = 1; n <= steps; n++) {
      step(
          n,
          (key, value) -> {
            if (value == null) {
              content.remove(key);
            } else {
              content.put(key, value);
            }
          });
    }
    return content;
  }

  public static void main(String[] args) {
    TaskStandIn context = new TaskStandIn(new File(args[0]));
    KeyValueStore<Bytes, byte[]> store = TestStore.open(context);
    Long committed = store.committedOffset(CHANGELOG);
    for (long n = committed == null ? 1 : committed + 1; ; n++) {
      context.processing("in", 3, n);
      step(n, (k, v) -> store.put(key(k), v == null ? null : bytes(v)));
      if (n % 3 == 0) {
        store.commit(Map.of(CHANGELOG, n));
        System.out.println(n);
      }
    }
  }
}
