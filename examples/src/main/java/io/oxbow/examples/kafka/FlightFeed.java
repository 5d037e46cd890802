// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples.kafka;

import io.oxbow.examples.flights.Flight;
import io.oxbow.examples.flights.FlightInput;
import io.oxbow.examples.flights.FlightRows;
import io.oxbow.examples.process.DemoFailedException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends the flights to their topic from a thread of its own: slowly, and three quarters at most,
 * until it is told to hurry. {@link #close} may come at any time.
 */
final class FlightFeed implements AutoCloseable {
  private static final int BATCH = 200;

  private final FlightInput input;
  private final long perSecond;
  private final CountDownLatch hurry = new CountDownLatch(1);
  private final KafkaProducer<String, Flight> producer;
  private final Thread sender = new Thread(this::send, "flight-feed");
  private volatile Exception failure;
  private volatile boolean closed;

  /**
   * @param perSecond flights a second at most, until told to hurry
   */
  FlightFeed(FlightInput input, String address, long perSecond) {
    this.input = input;
    this.perSecond = perSecond;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "linger.ms", "5"),
            new StringSerializer(),
            TextSerdes.flight().serializer());
    sender.setDaemon(true);
    sender.start();
  }

  /** From now on everything, as fast as it goes. */
  void hurry() {
    hurry.countDown();
  }

  /**
   * Reports a failed sender.
   *
   * @throws DemoFailedException when it has failed
   */
  void check() throws DemoFailedException {
    Exception found = failure;
    if (found != null) {
      throw new DemoFailedException("the flights could not be sent to the broker: " + found);
    }
  }

  private void send() {
    long started = System.nanoTime();
    long sent = 0;
    long threeQuarters = Math.max(1, input.flights() * 3 / 4);
    try (FlightRows rows = FlightRows.open(input.file())) {
      for (Flight flight = rows.next(); flight != null && !closed; flight = rows.next()) {
        if (sent == threeQuarters) {
          hurry.await();
        } else if (sent % BATCH == 0) {
          producer.flush();
          waitFor(started, sent);
        }
        producer.send(
            new ProducerRecord<>(Topics.FLIGHTS, flight.route(), flight),
            (metadata, error) -> failure = error == null ? failure : error);
        sent++;
      }
      producer.flush();
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
      // closed
    }
  }

  private void waitFor(long started, long sent) throws InterruptedException {
    long due = started + TimeUnit.SECONDS.toNanos(sent) / perSecond;
    hurry.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
