// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

/** A row of the table, in the order in which a round runs them; names as in the benchmark class. */
enum Row {
  PUT("put", "put (blind overwrite)", true),
  READ_MODIFY_WRITE("readModifyWrite", "read-modify-write", true),
  GET_HIT("getHit", "get, hit", false),
  GET_MISS("getMiss", "get, miss", false),
  PREFIX_SCAN("prefixScan", "prefix scan of 10", false),
  FULL_SCAN("fullScan", "full scan, per entry", false);

  final String method;
  final String title;
  final boolean writes;

  Row(String method, String title, boolean writes) {
    this.method = method;
    this.title = title;
    this.writes = writes;
  }
}
