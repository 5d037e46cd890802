// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.tree;

import io.oxbow.memory.Epochs;

/** One {@link Scratch} per epoch slot, made when first used; shared by the trees of a store. */
public final class Scratches {
  private final Scratch[] all = new Scratch[Epochs.slots()];

  /** The scratch of a slot whose pin the caller holds: the pin orders its hand-over. */
  Scratch of(int slot) {
    Scratch s = all[slot];
    if (s == null) {
      s = new Scratch();
      all[slot] = s;
    }
    return s;
  }
}
