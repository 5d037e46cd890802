// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * RocksDB without its write-ahead log, as both hosts run it; values are read into an array that is
 * used again. The tuned ones also keep one iterator for short scans and refresh it.
 */
final class RocksContender implements Contender {
  /** What is done beyond the options. */
  enum Extra {
    NONE,
    KEEP_ITERATOR,
    KEEP_ITERATOR_AND_COMPACT
  }

  private final RocksSettings settings;
  private final RocksDB db;
  private final Extra extra;
  private final WriteOptions write = new WriteOptions().setDisableWAL(true);
  private final byte[] buffer = new byte[Records.VALUE_BYTES];
  private RocksIterator kept;

  RocksContender(Path directory, RocksSettings settings, Extra extra) {
    RocksDB.loadLibrary();
    this.settings = settings;
    this.extra = extra;
    try {
      db = RocksDB.open(settings.options, directory.toString());
    } catch (RocksDBException e) {
      throw failed("open", e);
    }
  }

  private static IllegalStateException failed(String what, RocksDBException e) {
    return new IllegalStateException("RocksDB could not " + what + ": " + e.getMessage(), e);
  }

  @Override
  public int get(byte[] key) {
    try {
      return db.get(key, buffer);
    } catch (RocksDBException e) {
      throw failed("get", e);
    }
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      db.put(write, key, value);
    } catch (RocksDBException e) {
      throw failed("put", e);
    }
  }

  @Override
  public Walk prefix(byte[] prefix) {
    if (extra == Extra.NONE) {
      return new IteratorWalk(db.newIterator(), prefix, true);
    }
    if (kept == null) {
      kept = db.newIterator();
    } else {
      try {
        kept.refresh();
      } catch (RocksDBException e) {
        throw failed("refresh an iterator", e);
      }
    }
    return new IteratorWalk(kept, prefix, false);
  }

  @Override
  public Walk all() {
    return new IteratorWalk(db.newIterator(), new byte[0], true);
  }

  @Override
  public void beforeRow() {
    if (extra == Extra.KEEP_ITERATOR_AND_COMPACT) {
      try {
        db.compactRange();
      } catch (RocksDBException e) {
        throw failed("compact", e);
      }
    }
  }

  @Override
  public String facts() {
    try {
      return String.format(
          "%s MB block cache used, %s MB write buffers, files per level %s",
          mb("rocksdb.block-cache-usage"), mb("rocksdb.cur-size-all-mem-tables"), levels());
    } catch (RocksDBException e) {
      throw failed("tell its properties", e);
    }
  }

  private long mb(String property) throws RocksDBException {
    return Long.parseLong(db.getProperty(property)) >> 20;
  }

  private String levels() throws RocksDBException {
    StringBuilder files = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      files.append(i == 0 ? "" : " ").append(db.getProperty("rocksdb.num-files-at-level" + i));
    }
    return files.toString();
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
    }
    db.close();
    write.close();
    settings.close();
  }

  private static final class IteratorWalk implements Walk {
    private final RocksIterator iterator;
    private final byte[] prefix;
    private final boolean owned;
    private final byte[] key = new byte[Records.KEY_BYTES];
    private final byte[] value = new byte[Records.VALUE_BYTES];
    private boolean started;
    private int valueLength;

    IteratorWalk(RocksIterator iterator, byte[] prefix, boolean owned) {
      this.iterator = iterator;
      this.prefix = prefix;
      this.owned = owned;
    }

    @Override
    public boolean next() {
      if (started) {
        iterator.next();
      } else if (prefix.length == 0) {
        iterator.seekToFirst();
      } else {
        iterator.seek(prefix);
      }
      started = true;
      if (!iterator.isValid()) {
        checkStatus();
        return false;
      }
      iterator.key(key);
      for (int i = 0; i < prefix.length; i++) {
        if (key[i] != prefix[i]) {
          return false;
        }
      }
      valueLength = iterator.value(value);
      return true;
    }

    private void checkStatus() {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw failed("iterate", e);
      }
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
    public int valueLength() {
      return valueLength;
    }

    @Override
    public void close() {
      if (owned) {
        iterator.close();
      }
    }
  }
}
