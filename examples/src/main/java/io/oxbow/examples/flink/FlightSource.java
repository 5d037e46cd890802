// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.flink;

import io.oxbow.examples.flights.Flight;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The flights of a file in its order, with its own watermarks, by one reader. A checkpoint holds
 * where the reading stands; a restored source goes on there.
 */
final class FlightSource implements Source<Flight, FlightSplit, WaitingSplits> {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long perSecond;
  private final long holdAt;

  /**
   * @param file the file
   * @param perSecond flights a second at most
   * @param holdAt after how many flights to read no more, for ever
   */
  FlightSource(Path file, long perSecond, long holdAt) {
    this.file = file.toString();
    this.perSecond = perSecond;
    this.holdAt = holdAt;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Flight, FlightSplit> createReader(SourceReaderContext context) {
    return new FlightReader(context, Path.of(file), new Pace(perSecond, holdAt));
  }

  @Override
  public SplitEnumerator<FlightSplit, WaitingSplits> createEnumerator(
      SplitEnumeratorContext<FlightSplit> context) {
    return restoreEnumerator(context, new WaitingSplits(List.of(FlightSplit.START)));
  }

  @Override
  public SplitEnumerator<FlightSplit, WaitingSplits> restoreEnumerator(
      SplitEnumeratorContext<FlightSplit> context, WaitingSplits waiting) {
    return new FlightEnumerator(context, waiting);
  }

  @Override
  public SimpleVersionedSerializer<FlightSplit> getSplitSerializer() {
    return new FlightSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<WaitingSplits> getEnumeratorCheckpointSerializer() {
    return new WaitingSplits.Serializer();
  }
}
