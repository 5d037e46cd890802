// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.checkpoint;

import java.nio.file.Path;

/**
 * A checkpoint to adopt and the part of its keys that is wanted.
 *
 * @param directory where its files are
 * @param manifest name of its manifest
 * @param from lowest wanted key, or null
 * @param to first key not wanted, or null
 */
public record AdoptedRange(Path directory, String manifest, byte[] from, byte[] to) {}
