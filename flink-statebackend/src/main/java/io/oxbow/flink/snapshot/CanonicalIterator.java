// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.Cursor;
import io.oxbow.KeyRange;
import io.oxbow.Snapshot;
import io.oxbow.flink.key.KeyGroups;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.StateSnapshotTransformer;

/**
 * All records in the order of key group, then state, as canonical savepoints want them: one ordered
 * scan per state, side by side, each stopping at the end of the key group.
 */
final class CanonicalIterator implements KeyValueStateIterator {
  private final int prefixBytes;
  private final List<Scan> scans = new ArrayList<>();
  private int keyGroup = -1;
  private int state = -1;
  private boolean newKeyGroup;
  private boolean newState;
  private byte[] key;
  private byte[] value;

  CanonicalIterator(Snapshot snapshot, List<CanonicalSnapshot.Source> sources, int prefixBytes) {
    this.prefixBytes = prefixBytes;
    try {
      for (CanonicalSnapshot.Source source : sources) {
        scans.add(new Scan(snapshot, source));
      }
      next();
    } catch (Throwable t) {
      close();
      throw t;
    }
  }

  @Override
  public void next() {
    int earlierKeyGroup = keyGroup;
    int earlierState = state;
    if (state < 0 || scans.get(state).keyGroup != keyGroup) {
      moveToNextScan();
    }
    newKeyGroup = keyGroup != earlierKeyGroup;
    newState = state != earlierState;
    if (isValid()) {
      Scan scan = scans.get(state);
      key = scan.key;
      value = scan.value;
      scan.advance();
    }
  }

  /** The first state behind the current one with records in this key group, or the next group. */
  private void moveToNextScan() {
    for (int i = state + 1; i < scans.size(); i++) {
      if (scans.get(i).keyGroup == keyGroup && state >= 0) {
        state = i;
        return;
      }
    }
    keyGroup = Scan.END;
    for (int i = scans.size() - 1; i >= 0; i--) {
      if (scans.get(i).keyGroup <= keyGroup) {
        keyGroup = scans.get(i).keyGroup;
        state = i;
      }
    }
  }

  @Override
  public boolean isValid() {
    return keyGroup >= 0 && keyGroup != Scan.END;
  }

  @Override
  public int keyGroup() {
    return keyGroup;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public int kvStateId() {
    return state;
  }

  @Override
  public boolean isNewKeyValueState() {
    return newState;
  }

  @Override
  public boolean isNewKeyGroup() {
    return newKeyGroup;
  }

  @Override
  public void close() {
    scans.forEach(scan -> scan.cursor.close());
  }

  /** One state's records, one ahead; the writer changes key arrays, so each is a fresh copy. */
  private final class Scan {
    private static final int END = Integer.MAX_VALUE;

    private final Cursor cursor;
    private final StateSnapshotTransformer<byte[]> filter;
    private int keyGroup;
    private byte[] key;
    private byte[] value;

    private Scan(Snapshot snapshot, CanonicalSnapshot.Source source) {
      cursor = snapshot.cursor(source.state().tree(), KeyRange.all());
      filter = source.filter();
      advance();
    }

    private void advance() {
      while (cursor.next()) {
        value = cursor.value();
        if (filter != null) {
          value = filter.filterOrTransform(value);
        }
        if (value != null) {
          key = cursor.key();
          keyGroup = KeyGroups.read(key, prefixBytes);
          return;
        }
      }
      keyGroup = END;
      cursor.close();
    }
  }
}
