// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

/**
 * Counters of a store, since it was opened, as of one call; cheap and never blocking.
 *
 * @param memoryUsedBytes bytes in use of the budget, all its stores together
 * @param memoryLimitBytes the budget's limit
 * @param arenaBytes bytes this store has reserved for pages
 * @param recordsWritten records written to pages on disk
 * @param bytesWritten bytes written to segment files
 * @param segments segment files that are alive
 * @param segmentBytes their bytes
 * @param pagesLoaded pages read from disk
 * @param consolidations pages rebuilt in memory
 * @param splits pages split
 * @param merges pages merged away
 * @param preImages pages kept for a snapshot or checkpoint beside their successor
 * @param overwrites records overwritten, deleted or put back in place
 * @param blindWrites writes to pages on disk that did not read them
 * @param recordsBulkLoaded records that bulk loads wrote by whole pages
 * @param checkpointsPublished checkpoints and commits made durable
 * @param openSnapshots snapshots and unfinished checkpoints
 */
public record StoreMetrics(
    long memoryUsedBytes,
    long memoryLimitBytes,
    long arenaBytes,
    long recordsWritten,
    long bytesWritten,
    long segments,
    long segmentBytes,
    long pagesLoaded,
    long consolidations,
    long splits,
    long merges,
    long preImages,
    long overwrites,
    long blindWrites,
    long recordsBulkLoaded,
    long checkpointsPublished,
    long openSnapshots) {}
