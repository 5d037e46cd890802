// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.examples;

import io.oxbow.examples.flights.DelayTotals;
import io.oxbow.examples.flights.Result;
import io.oxbow.examples.flights.Results;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the flights show, in a few tables. */
public final class Report {
  private static final int ROWS = 5;

  private final Results results;

  public Report(Results results) {
    this.results = results;
  }

  public void print(Console console) {
    busiestRoutes().print(console);
    worstAirports().print(console);
    busiestHours().print(console);
  }

  private Table busiestRoutes() {
    Table table = new Table("Busiest routes", "route", "flights", "mean delay", "worst delay");
    Comparator<Map.Entry<String, DelayTotals>> most =
        Comparator.comparingLong(e -> -e.getValue().flights());
    ranked(results.totals(Result.ROUTE), most).forEach(e -> addRow(table, e));
    return table;
  }

  /** Of airports with hardly a flight the mean says nothing. */
  private Table worstAirports() {
    Map<String, DelayTotals> airports = results.totals(Result.AIRPORT);
    long all = airports.values().stream().mapToLong(DelayTotals::flights).sum();
    long least = all / (20L * Math.max(1, airports.size()));
    airports.values().removeIf(totals -> totals.flights() < least);
    Table table =
        new Table(
            "Worst delays by airport (of those with " + least + " flights or more), in minutes",
            "airport",
            "flights",
            "mean delay",
            "worst delay");
    Comparator<Map.Entry<String, DelayTotals>> worst =
        Comparator.comparingDouble(e -> -e.getValue().meanDelay());
    ranked(airports, worst).forEach(e -> addRow(table, e));
    return table;
  }

  private Table busiestHours() {
    Map<String, DelayTotals> hours = new TreeMap<>();
    results
        .totals(Result.HOUR)
        .forEach((key, totals) -> hours.merge(hour(key), totals, DelayTotals::plus));
    Table table = new Table("Busiest hours", "hour", "flights", "mean delay", "worst delay");
    Comparator<Map.Entry<String, DelayTotals>> most =
        Comparator.comparingLong(e -> -e.getValue().flights());
    ranked(hours, most).forEach(e -> addRow(table, e));
    return table;
  }

  private static String hour(String key) {
    return key.substring(0, key.lastIndexOf(' '));
  }

  private static Stream<Map.Entry<String, DelayTotals>> ranked(
      Map<String, DelayTotals> rows, Comparator<Map.Entry<String, DelayTotals>> order) {
    return rows.entrySet().stream().sorted(order.thenComparing(Map.Entry::getKey)).limit(ROWS);
  }

  private static void addRow(Table table, Map.Entry<String, DelayTotals> row) {
    DelayTotals totals = row.getValue();
    table.row(
        row.getKey(),
        String.format(Locale.ROOT, "%,d", totals.flights()),
        totals.mean(),
        String.valueOf(totals.worst()));
  }
}
