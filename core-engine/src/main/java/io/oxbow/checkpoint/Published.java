// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import io.oxbow.io.FileEntry;

/**
 * A durable checkpoint.
 *
 * @param manifest what it consists of
 * @param entry the manifest's own file
 */
public record Published(Manifest manifest, FileEntry entry) {}
