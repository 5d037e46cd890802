// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;

/**
 * JetBrains Xodus: the whole memory as its log cache, files of 64 MB, no sync at commit, 1,000
 * writes to a transaction, 1,000 reads to a snapshot.
 */
final class XodusContender implements Contender {
  private static final long FILE_KB = 64 << 10;

  private final Path directory;
  private final Environment environment;
  private final Store store;

  XodusContender(Path directory, Allowance allowance) {
    this.directory = directory;
    EnvironmentConfig config = new EnvironmentConfig();
    config.setMemoryUsage(allowance.memoryBytes());
    config.setLogFileSize(FILE_KB);
    config.setLogDurableWrite(false);
    config.setManagementEnabled(false);
    environment = Environments.newInstance(directory.toFile(), config);
    store =
        environment.computeInTransaction(
            txn -> environment.openStore("bench", StoreConfig.WITHOUT_DUPLICATES, txn));
  }

  @Override
  public Session session() {
    return new XodusSession(environment, store);
  }

  @Override
  public boolean bulkLoad(Workload workload, KeyOrder order) {
    Transaction txn = environment.beginExclusiveTransaction();
    for (long rank = 0; rank < workload.keys; rank++) {
      long id = order.id(rank);
      byte[] key = new byte[Records.KEY_BYTES];
      byte[] value = new byte[workload.values.bytes];
      Records.key(id, key);
      workload.values.write(id, 0, value);
      store.putRight(txn, new ArrayByteIterable(key), new ArrayByteIterable(value));
      if (rank % XodusSession.BATCH == XodusSession.BATCH - 1) {
        txn.flush();
      }
    }
    txn.commit();
    return true;
  }

  /** Its cache is on the heap. */
  @Override
  public long offHeapBytes() {
    return 0;
  }

  @Override
  public String facts() {
    File[] files = directory.toFile().listFiles();
    long bytes = files == null ? 0 : Arrays.stream(files).mapToLong(File::length).sum();
    return String.format("%d MB on disk", bytes >> 20);
  }

  @Override
  public void close() {
    environment.close();
  }
}
