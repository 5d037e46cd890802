// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/** A right store, over the JDK's sorted map, but for what a test breaks. */
class BreakableStore implements Session {
  static final int KEYS = 200;

  final Workload workload;
  boolean broken;
  private final SkipListContender map = new SkipListContender();
  private final Session session = map.session();

  BreakableStore() {
    this(new Workload(KEYS, 100));
  }

  BreakableStore(Workload workload) {
    this.workload = workload;
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] value = new byte[workload.values.bytes];
    for (int id = 0; id < workload.keys; id++) {
      Records.key(id, key);
      workload.values.write(id, 0, value);
      session.put(key, value);
    }
  }

  /** Another session on the same records; only the first can be broken. */
  Session another() {
    return map.session();
  }

  @Override
  public int get(byte[] key) {
    return session.get(key);
  }

  @Override
  public byte[] buffer() {
    return session.buffer();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    session.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    session.delete(key);
  }

  @Override
  public Walk prefix(byte[] prefix) {
    return session.prefix(prefix);
  }

  @Override
  public Walk all() {
    return session.all();
  }
}
