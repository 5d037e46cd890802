// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Where pages are: the mapping table, versions and their horizon, flush of dirty pages to the log,
 * load of cold ones from it.
 *
 * <p>May import: {@code page}, {@code memory}, {@code log}. Invariant: a mapping word changes only
 * by compare-and-set from a value read under the same pin, and a cold word's content is visible to
 * every needed version.
 */
package io.oxbow.cache;
