// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import io.oxbow.checkpoint.AdoptedRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Splits the store of a run over two new ones at a key, writes to both, joins them in a third: the
 * way of a rescale, by adopting files.
 */
final class Rescaling {
  private final StoreRun run;
  private final Random r;
  private final int index;

  Rescaling(StoreRun run, Random r, int index) {
    this.run = run;
    this.r = r;
    this.index = index;
  }

  /** A store that was adopted, and what it must hold. */
  private final class Half {
    private final StoreRun part;
    private final Path directory;
    private AdoptedRange source;

    Half(Path from, String manifest, byte[] low, byte[] high) {
      part = new StoreRun(run.workload, run.disk, run.threads, run.counters);
      directory = run.disk.nextDirectory();
      part.use(
          run.disk.adopt(
              part.engineOptions(), List.of(new AdoptedRange(from, manifest, low, high))));
      if (part.store.metrics().recordsWritten() != 0) {
        throw new AssertionError("adopting wrote records");
      }
      part.model = clipped(low, high);
      if (r.nextBoolean()) {
        part.model.requireEqual(part.store, "adopted half");
      }
      if (r.nextBoolean()) {
        part.validate();
      }
      source = new AdoptedRange(directory, null, low, high);
    }

    private StoreModel clipped(byte[] low, byte[] high) {
      StoreModel half = run.model.copy();
      for (String name : half.names()) {
        half.tree(name).deleteRange(null, low == null ? new byte[0] : low);
        if (high != null) {
          half.tree(name).deleteRange(high, null);
        }
      }
      return half;
    }

    /** Writes some records of its range; then its checkpoint. */
    void change() {
      for (int i = r.nextInt(30); i > 0; i--) {
        byte[] key = run.workload.key(r, index);
        boolean mine =
            (source.from() == null || Arrays.compareUnsigned(key, source.from()) >= 0)
                && (source.to() == null || Arrays.compareUnsigned(key, source.to()) < 0);
        if (!mine) {
          continue;
        }
        for (String name : part.model.names()) {
          byte[] value = run.workload.value(r, part.model.tree(name).options());
          part.tree(name).put(key, value);
          part.model.tree(name).records().put(key, value);
          run.model.tree(name).records().put(key, value);
        }
      }
      part.request(true, 0);
      part.publishAll();
      String manifest = newest(part).manifest().name();
      source = new AdoptedRange(directory, manifest, source.from(), source.to());
    }
  }

  private static Checkpoint newest(StoreRun of) {
    return of.published.retained().stream().max(Comparator.comparing(Checkpoint::id)).orElseThrow();
  }

  void splitAndJoin() {
    run.reads.closeAll();
    run.request(true, 0);
    run.publishAll();
    String manifest = newest(run).manifest().name();
    Path from = run.disk.directory();
    byte[] border = run.workload.key(r, index);
    Half low = new Half(from, manifest, null, border);
    Half high = new Half(from, manifest, border, null);
    low.change();
    high.change();
    run.counters.add(run.engine.space().stats());
    run.store.close();
    run.disk.nextDirectory();
    List<AdoptedRange> sources = new ArrayList<>(List.of(high.source, low.source));
    run.use(run.disk.adopt(run.engineOptions(), sources));
    low.part.close();
    high.part.close();
    run.model.requireEqual(run.store, "joined");
    run.validate();
    run.published.startedAnew();
    run.counters.add("rescalings", 1);
    if (r.nextBoolean()) {
      run.request(false, 0);
    }
  }
}
