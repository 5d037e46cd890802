// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** Records in key order, written as RocksDB's own files of about 64 MB and moved into the store. */
final class RocksIngestion {
  private static final long FILE_BYTES = 64L << 20;

  private final Workload workload;
  private final KeyOrder order;

  private RocksIngestion(Workload workload, KeyOrder order) {
    this.workload = workload;
    this.order = order;
  }

  static RocksIngestion of(Workload workload, KeyOrder order) {
    return new RocksIngestion(workload, order);
  }

  void into(RocksDB db, Options options, Path directory) throws RocksDBException {
    long perFile = FILE_BYTES / (Records.KEY_BYTES + workload.values.bytes);
    List<String> files = new ArrayList<>();
    for (long from = 0; from < workload.keys; from += perFile) {
      Path file = directory.resolveSibling(directory.getFileName() + "-" + files.size() + ".sst");
      write(options, file, from, Math.min(workload.keys, from + perFile));
      files.add(file.toString());
    }
    try (IngestExternalFileOptions ingest = new IngestExternalFileOptions().setMoveFiles(true)) {
      db.ingestExternalFile(files, ingest);
    }
  }

  private void write(Options options, Path file, long from, long to) throws RocksDBException {
    byte[] key = new byte[Records.KEY_BYTES];
    byte[] value = new byte[workload.values.bytes];
    try (EnvOptions env = new EnvOptions();
        SstFileWriter writer = new SstFileWriter(env, options)) {
      writer.open(file.toString());
      for (long rank = from; rank < to; rank++) {
        long id = order.id(rank);
        Records.key(id, key);
        workload.values.write(id, 0, value);
        writer.put(key, value);
      }
      writer.finish();
    }
  }
}
