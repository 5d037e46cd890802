// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The operating-system seam: the only room that touches files. {@link io.oxbow.io.StorageIo} and
 * {@link io.oxbow.io.StorageFile} are eight operations in all, so that a test can stand in for the
 * disk; beside them what every file shares: names, the 64-byte header, checksums.
 *
 * <p>May import: the exceptions of {@code io.oxbow}, nothing else of Oxbow.
 *
 * <p>Invariant: a file name is generated here, never taken from outside, and never used twice.
 */
package io.oxbow.io;
