// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.key;

import io.oxbow.KeyRange;
import io.oxbow.Snapshot;
import io.oxbow.Store;
import io.oxbow.flink.catalog.StateCatalog;
import io.oxbow.flink.catalog.StateTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The keys of states as streams: each key once, in the order of the key bytes, as of the moment of
 * the call. States may be changed while a stream is read. Streams are to be closed; one that is
 * read to its end closes itself.
 */
public final class KeyStreams<K> {
  private final Store store;
  private final StateCatalog catalog;
  private final KeyedAccess<K> access;

  public KeyStreams(Store store, StateCatalog catalog, KeyedAccess<K> access) {
    this.store = store;
    this.catalog = catalog;
    this.access = access;
  }

  /** All keys that have something in one of these states under this namespace. */
  public <N> Stream<K> keys(List<String> stateNames, N namespace) {
    Scans<K, N> scans = new Scans<>(store.snapshot());
    try {
      byte[] filter = null;
      for (String name : stateNames) {
        StateTree state = catalog.keyValue(name);
        if (state != null) {
          byte[] stateFilter = namespaceBytes(namespace, state);
          if (filter != null && !Arrays.equals(filter, stateFilter)) {
            throw new FlinkRuntimeException(
                "The states " + stateNames + " have different types of namespaces.");
          }
          filter = stateFilter;
          scans.add(scan(scans.snapshot, state, filter));
        }
      }
    } catch (Throwable t) {
      scans.close();
      throw t;
    }
    return stream(scans, consumer -> consumer.accept(scans.current.key()));
  }

  /** All pairs of key and namespace that have something in this state. */
  public <N> Stream<Tuple2<K, N>> keysAndNamespaces(String stateName) {
    StateTree state = catalog.keyValue(stateName);
    if (state == null) {
      return Stream.empty();
    }
    Scans<K, N> scans = new Scans<>(store.snapshot());
    try {
      scans.add(scan(scans.snapshot, state, null));
    } catch (Throwable t) {
      scans.close();
      throw t;
    }
    return stream(
        scans,
        consumer -> consumer.accept(Tuple2.of(scans.current.key(), scans.current.namespace())));
  }

  private <N> KeyScan<K, N> scan(Snapshot snapshot, StateTree state, byte[] filter) {
    TypeSerializer<N> namespaceSerializer =
        state.<N, Object>keyValueInfo().getNamespaceSerializer();
    CompositeKeyReader<K, N> reader = access.reader(namespaceSerializer);
    return new KeyScan<>(snapshot.cursor(state.tree(), KeyRange.all()), reader, filter);
  }

  private <N> byte[] namespaceBytes(N namespace, StateTree state) {
    TypeSerializer<N> serializer = state.<N, Object>keyValueInfo().getNamespaceSerializer();
    boolean ambiguous =
        CompositeKeySerializationUtils.isAmbiguousKeyPossible(access.keySerializer(), serializer);
    DataOutputSerializer out = new DataOutputSerializer(16);
    try {
      CompositeKeySerializationUtils.writeNameSpace(namespace, serializer, out, ambiguous);
    } catch (IOException e) {
      throw new FlinkRuntimeException("the namespace could not be serialized", e);
    }
    return out.getCopyOfBuffer();
  }

  private static <K, N, T> Stream<T> stream(Scans<K, N> scans, Consumer<Consumer<? super T>> emit) {
    Spliterator<T> spliterator =
        new AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED) {
          @Override
          public boolean tryAdvance(Consumer<? super T> action) {
            if (!scans.next()) {
              scans.close();
              return false;
            }
            emit.accept(action);
            return true;
          }
        };
    return StreamSupport.stream(spliterator, false).onClose(scans::close);
  }

  /** One scan per state over a common snapshot, merged by key. */
  private static final class Scans<K, N> implements AutoCloseable {
    private final Snapshot snapshot;
    private final List<KeyScan<K, N>> live = new ArrayList<>();
    private KeyScan<K, N> current;
    private byte[] currentBytes;
    private boolean closed;

    private Scans(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    private void add(KeyScan<K, N> scan) {
      if (scan.next()) {
        live.add(scan);
      } else {
        scan.close();
      }
    }

    /** Moves every scan that stands on the last key, then finds the smallest. */
    private boolean next() {
      if (closed) {
        return false;
      }
      if (currentBytes != null) {
        live.removeIf(scan -> Arrays.equals(scan.distinctBytes(), currentBytes) && !advance(scan));
      }
      current = null;
      for (KeyScan<K, N> scan : live) {
        if (current == null
            || Arrays.compareUnsigned(scan.distinctBytes(), current.distinctBytes()) < 0) {
          current = scan;
        }
      }
      currentBytes = current == null ? null : current.distinctBytes();
      return current != null;
    }

    private static boolean advance(KeyScan<?, ?> scan) {
      if (scan.next()) {
        return true;
      }
      scan.close();
      return false;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        live.forEach(KeyScan::close);
        snapshot.close();
      }
    }
  }
}
