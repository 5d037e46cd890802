// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import java.nio.file.Path;

/**
 * What a store is given.
 *
 * @param parent where its directory is made
 * @param memoryBytes memory in bytes, for everything it keeps
 * @param checkpointMillis time from one checkpoint to the next, where it has them
 */
record Allowance(Path parent, long memoryBytes, long checkpointMillis) {}
