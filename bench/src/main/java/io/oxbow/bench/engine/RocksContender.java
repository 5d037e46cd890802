// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** RocksDB without its write-ahead log, as both hosts run it. */
final class RocksContender implements Contender {
  /** What is done beyond the options. */
  enum Extra {
    /** Sessions as a host's are: a new iterator per scan, arrays of the library's. */
    NONE,
    /** One iterator per session, refreshed; batches through buffers; sorted files ingested. */
    TUNED,
    /** That, and all is compacted into one level before each row. */
    TUNED_AND_COMPACTED
  }

  private final RocksSettings settings;
  private final RocksDB db;
  private final Path directory;
  private final Extra extra;
  private final int valueBytes;
  private final WriteOptions write = new WriteOptions().setDisableWAL(true);

  RocksContender(Path directory, RocksSettings settings, Extra extra, int valueBytes) {
    RocksDB.loadLibrary();
    this.directory = directory;
    this.settings = settings;
    this.extra = extra;
    this.valueBytes = valueBytes;
    try {
      db = RocksDB.open(settings.options, directory.toString());
    } catch (RocksDBException e) {
      throw failed("open", e);
    }
  }

  static IllegalStateException failed(String what, RocksDBException e) {
    return new IllegalStateException("RocksDB could not " + what + ": " + e.getMessage(), e);
  }

  @Override
  public Session session() {
    return new RocksSession(db, write, valueBytes, extra != Extra.NONE);
  }

  @Override
  public boolean bulkLoad(Workload workload, KeyOrder order) {
    if (extra == Extra.NONE) {
      return false;
    }
    try {
      RocksIngestion.of(workload, order).into(db, settings.options, directory);
    } catch (RocksDBException e) {
      throw failed("ingest sorted files", e);
    }
    return true;
  }

  @Override
  public void beforeRow() {
    if (extra == Extra.TUNED_AND_COMPACTED) {
      try {
        db.compactRange();
      } catch (RocksDBException e) {
        throw failed("compact", e);
      }
    }
  }

  private long property(String name) {
    try {
      return Long.parseLong(db.getProperty("rocksdb." + name));
    } catch (RocksDBException e) {
      throw failed("tell its " + name, e);
    }
  }

  @Override
  public long offHeapBytes() {
    long buffers = settings.buffersInCache ? 0 : property("cur-size-all-mem-tables");
    return property("block-cache-usage") + buffers + property("estimate-table-readers-mem");
  }

  @Override
  public String facts() {
    StringBuilder files = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      files.append(' ').append(property("num-files-at-level" + i));
    }
    return String.format(
        "%d MB block cache used, %d MB write buffers, files per level%s",
        property("block-cache-usage") >> 20, property("cur-size-all-mem-tables") >> 20, files);
  }

  @Override
  public void close() {
    db.close();
    write.close();
    settings.close();
  }
}
