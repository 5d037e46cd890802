// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a checkpoint is on disk: mapping files, manifest, superblock, and how they are written and
 * read.
 *
 * <p>May import: {@code io.oxbow.io}, {@code io.oxbow.log} and the exceptions of {@code io.oxbow}.
 *
 * <p>Invariant: nothing read from a file is used before its checksum, and no stated size is
 * allocated before its bound was checked.
 */
package io.oxbow.checkpoint;
