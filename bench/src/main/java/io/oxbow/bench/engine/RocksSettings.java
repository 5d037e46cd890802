// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB's options in the three settings compared, each with the same memory in bytes for block
 * cache and write buffers together.
 */
final class RocksSettings implements AutoCloseable {
  private static final long MB = 1L << 20;

  final Options options;

  /** Whether the write buffers are counted as part of the block cache. */
  final boolean buffersInCache;

  private final List<RocksObject> owned = new ArrayList<>();

  private RocksSettings(boolean buffersInCache) {
    this.buffersInCache = buffersInCache;
    options = own(new Options());
    options.setCreateIfMissing(true).setUseFsync(false).setStatsDumpPeriodSec(0);
  }

  private <T extends RocksObject> T own(T object) {
    owned.add(object);
    return object;
  }

  /**
   * What Flink 2.3's backend sets by default, with {@code memory} as the slot's managed memory:
   * write-buffer ratio 0.5, high-priority ratio 0.1, no Bloom filter.
   */
  static RocksSettings flink(long memory) {
    RocksSettings s = new RocksSettings(true);
    LRUCache cache = s.own(new LRUCache(memory * 5 / 6, -1, false, 0.1));
    s.options
        .setWriteBufferManager(s.own(new WriteBufferManager(memory / 3, cache)))
        .setAvoidFlushDuringShutdown(true)
        .setMaxBackgroundJobs(2)
        .setMaxOpenFiles(-1)
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setCompactionStyle(CompactionStyle.LEVEL)
        .setCompressionPerLevel(Collections.singletonList(CompressionType.SNAPPY_COMPRESSION))
        .setLevelCompactionDynamicLevelBytes(false)
        .setTargetFileSizeBase(64 * MB)
        .setMaxBytesForLevelBase(256 * MB)
        .setWriteBufferSize(64 * MB)
        .setMaxWriteBufferNumber(2)
        .setMinWriteBufferNumberToMerge(1)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockSize(4096)
                .setMetadataBlockSize(4096)
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true));
    return s;
  }

  /**
   * What Kafka Streams 4.3 sets by default, but for the block cache, which has what {@code memory}
   * leaves beside the write buffers in the place of 50 MB.
   */
  static RocksSettings kafka(long memory) {
    RocksSettings s = new RocksSettings(false);
    s.options
        .setAtomicFlush(true)
        .setOptimizeFiltersForHits(true)
        .setWriteBufferSize(16 * MB)
        .setMaxWriteBufferNumber(3)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setIncreaseParallelism(Math.max(Runtime.getRuntime().availableProcessors(), 2))
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(s.own(new LRUCache(memory - 48 * MB)))
                .setBlockSize(4096)
                .setFilterPolicy(s.own(new BloomFilter())));
    return s;
  }

  /**
   * By hand: Bloom filters of 10 bits on disk and in the write buffers, hash index in the blocks,
   * LZ4, write buffers up to 3 x 128 MB, the rest of {@code memory} block cache.
   */
  static RocksSettings tuned(long memory) {
    RocksSettings s = new RocksSettings(false);
    long buffer = Math.min(128 * MB, memory / 16);
    s.options
        .setMaxBackgroundJobs(2)
        .setMaxOpenFiles(-1)
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setLevelCompactionDynamicLevelBytes(true)
        .setWriteBufferSize(buffer)
        .setMaxWriteBufferNumber(3)
        .setMemtablePrefixBloomSizeRatio(0.1)
        .setMemtableWholeKeyFiltering(true)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(s.own(new LRUCache(memory - 3 * buffer)))
                .setBlockSize(4096)
                .setFilterPolicy(s.own(new BloomFilter(10)))
                .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
                .setDataBlockHashTableUtilRatio(0.75)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true));
    return s;
  }

  @Override
  public void close() {
    for (int i = owned.size() - 1; i >= 0; i--) {
      owned.get(i).close();
    }
  }
}
