// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FiguresTest {
  private static final Case CASE =
      new Case(
          50_000,
          100,
          256,
          3,
          3,
          List.of(Column.OXBOW, Column.LMDB, Column.HASH_MAP),
          Set.of(Row.values()));

  private static void add(Figures figures, Column column, Object... namesAndFigures) {
    Properties round = new Properties();
    for (int i = 0; i < namesAndFigures.length; i += 2) {
      round.setProperty(namesAndFigures[i].toString(), namesAndFigures[i + 1].toString());
    }
    round.setProperty("facts", "a < b & \"c\"");
    figures.add(column, round);
  }

  private static Figures some() {
    Figures figures = new Figures(CASE);
    for (double nanos : new double[] {900, 100, 300}) {
      add(figures, Column.OXBOW, "getHit", nanos, "getHit.bytes", 0.0, "prefixScan", 2000.0);
    }
    add(figures, Column.LMDB, "getHit", 600.0, "prefixScan", 1000.0, "putHot", 50_000.0);
    add(figures, Column.LMDB, "getHit", 1200.0, "prefixScan", 1000.0, "putHot.alone", 100_000.0);
    add(figures, Column.HASH_MAP, "getHit", 150.0);
    return figures;
  }

  @Test
  void mediansAreOfTheRoundsThatHaveTheFigure() {
    Figures figures = some();
    assertThat(figures.median(Column.OXBOW, "getHit")).isEqualTo(300);
    assertThat(figures.median(Column.LMDB, "getHit")).isEqualTo(900);
    assertThat(figures.median(Column.LMDB, "putHot")).isEqualTo(50_000);
    assertThat(figures.median(Column.HASH_MAP, "prefixScan")).isNaN();
    assertThat(figures.range(Column.OXBOW, "getHit")).containsExactly(100, 900);
  }

  @Test
  void theTableHasRatiosAndLeavesBlankWhatAColumnCannotDo() {
    String table = Table.of(some());
    assertThat(table).contains("| get, hit | 300 | 900 (3.0x) | 150 (0.5x) |");
    assertThat(table).contains("| prefix scan of 10 | 2,000 | 1,000 (0.5x) | |");
    assertThat(table).contains("| 2 threads put, one key | | 50 | |");
    assertThat(table).contains("| 2 threads put, one key | | 0.50x | |");
  }

  @Test
  void aColumnThatFailedHasNoFiguresButAReason() {
    Figures figures = some();
    figures.fail(Column.LMDB, "exit code 1");
    assertThat(figures.columns()).containsExactly(Column.OXBOW, Column.HASH_MAP);
    assertThat(Table.of(figures)).contains("LMDB: NO FIGURES: exit code 1").doesNotContain("900 (");
    assertThat(JsonReport.of(Settings.parse("--smoke"), List.of(figures)))
        .contains("\"failed\": {\"lmdb\": \"exit code 1\"}");
  }

  private static Document parse(String svg) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void theChartIsWellFormedAndItsBarsAreLongerForMore() throws Exception {
    Document chart = parse(SvgChart.of(some()));
    assertThat(chart.getDocumentElement().getTagName()).isEqualTo("svg");
    NodeList bars = chart.getElementsByTagName("rect");
    double[] lmdb = new double[3];
    double[] oxbow = new double[3];
    int l = 0;
    int o = 0;
    for (int i = 0; i < bars.getLength(); i++) {
      Element bar = (Element) bars.item(i);
      if (bar.getAttribute("class").equals("c-lmdb") && l < 3) {
        lmdb[l++] = Double.parseDouble(bar.getAttribute("width"));
      } else if (bar.getAttribute("class").equals("c-oxbow")) {
        oxbow[o++] = Double.parseDouble(bar.getAttribute("width"));
      }
    }
    assertThat(o).isEqualTo(3); // one in the legend, one a row
    assertThat(lmdb[1]).isGreaterThan(oxbow[1]);
    assertThat(lmdb[2]).isLessThan(oxbow[2]);
    assertThat(chart.getDocumentElement().getTextContent()).contains("prefers-color-scheme");
  }

  @Test
  void aChartOfNothingIsStillWellFormed() throws Exception {
    assertThat(parse(SvgChart.of(new Figures(CASE))).getElementsByTagName("rect").getLength())
        .isEqualTo(1);
  }
}
