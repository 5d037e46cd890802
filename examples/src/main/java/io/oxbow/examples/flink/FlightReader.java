// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.FlightRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Reads the file from where its split stands. The watermark follows each flight that is later than
 * all before, so that what is late depends on the file alone; after a restore it is told again
 * before the first flight.
 */
final class FlightReader implements SourceReader<Flight, FlightSplit> {
  private static final long PAUSE_MILLIS = 5;

  private final SourceReaderContext context;
  private final Path file;
  private final Pace pace;
  private final CompletableFuture<Void> told = new CompletableFuture<>();

  private FlightRows rows;
  private boolean nothingToRead;
  private boolean watermarkDue;
  private long flights;
  private long latest;

  FlightReader(SourceReaderContext context, Path file, Pace pace) {
    this.context = context;
    this.file = file;
    this.pace = pace;
  }

  @Override
  public void start() {
    if (rows == null) {
      context.sendSplitRequest();
    }
  }

  @Override
  public void addSplits(List<FlightSplit> splits) {
    FlightSplit split = splits.get(0);
    flights = split.flights();
    latest = split.latest();
    watermarkDue = flights > 0;
    try {
      rows = FlightRows.open(file);
      rows.skipLines(split.lines());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + " from line " + split.lines(), e);
    }
    Progress.startAt(flights);
    told.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    nothingToRead = rows == null;
    told.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Flight> output) throws IOException {
    if (rows == null) {
      return nothingToRead ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }
    if (watermarkDue) {
      watermarkDue = false;
      output.emitWatermark(new Watermark(latest - 1));
    }
    if (!pace.allows(flights)) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    Flight flight = rows.next();
    if (flight == null) {
      return InputStatus.END_OF_INPUT;
    }
    flights++;
    output.collect(flight, flight.time());
    if (flight.time() > latest) {
      latest = flight.time();
      output.emitWatermark(new Watermark(latest - 1));
    }
    return InputStatus.MORE_AVAILABLE;
  }

  @Override
  public List<FlightSplit> snapshotState(long checkpoint) {
    return rows == null ? List.of() : List.of(new FlightSplit(rows.lines(), flights, latest));
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (rows == null || pace.allows(flights)) {
      return told;
    }
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
    }
  }
}
