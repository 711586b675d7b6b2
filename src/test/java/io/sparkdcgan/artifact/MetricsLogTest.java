package io.sparkdcgan.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.RoundLine.LeftOut;
import io.sparkdcgan.artifact.RoundLine.Repeated;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PoorFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  private static final String FIRST =
      "{\"round\":1,\"discriminatorLoss\":1.25,\"generatorLoss\":null,\"judgedReal\":0.5,"
          + "\"judgedDrawn\":0.5,\"discriminatorMoved\":1.0E-7,\"images\":64,\"imagesSeen\":64,"
          + "\"imagesPerSecond\":32.0,\"seconds\":{\"total\":2.0,\"shuffle\":null},"
          + "\"bytes\":{\"train\":3},\"workers\":{\"slowest\":1,\"slowestSeconds\":2.5,"
          + "\"fastestSeconds\":1.5,\"longestUpdate\":null},\"wireError\":0.0,\"leftOut\":[";
  private static final String WORKER =
      "{\"worker\":3,\"reason\":\"not-finite\",\"network\":\"generator\",\"norm\":null,"
          + "\"bound\":2.5}";
  private static final String SCORES =
      "\"scores\":{\"swd\":20.5,\"swdByLevel\":{\"16\":null},\"diversity\":0.5,"
          + "\"accuracyReal\":0.75,\"accuracyDrawn\":0.25,\"pictures\":16,\"heldOut\":true";

  @TempDir Path path;
  private ObjectStore run;

  @BeforeEach
  void openRun() {
    run = ObjectStore.at(path.toString(), new Configuration());
  }

  @Test
  void everyRoundIsOneObjectOnALineOfItsOwn() {
    MetricsLog log = MetricsLog.after(0, run);
    log.add(line(1, List.of(), null, null));
    log.add(line(1, List.of("lost"), scores().atEnd(true), new Repeated("NaN", List.of())));
    log.save();
    assertEquals(
        FIRST
            + WORKER
            + "]}\n"
            + FIRST
            + WORKER
            + "],\"failures\":[\"lost\"],"
            + SCORES
            + ",\"atEnd\":true},\"repeated\":{\"reason\":\"NaN\",\"leftOut\":[]}}\n",
        text());
    assertEquals(2.0, MetricsLog.read(run).get(0).seconds().get("total"));
    assertEquals(
        MetricsLog.after(9, run).lines(),
        List.of(MetricsLines.of(json(0)), MetricsLines.of(json(1))));
  }

  /** Where a put may destroy what was there, one of two logs is whole at any moment. */
  @Test
  void whereAPutMayDestroyTheLogAnotherOneIsKept() {
    ObjectStore poor = ObjectStore.at("poor:" + path, PoorFiles.settings());
    MetricsLog log = MetricsLog.after(0, poor);
    for (int round = 1; round <= 3; round++) {
      log.add(line(round, List.of(), null, null));
    }
    log.save();
    for (String cut : List.of("metrics.jsonl", "metrics.previous.jsonl")) {
      byte[] whole = poor.read(cut, 1 << 20);
      poor.put(cut, Arrays.copyOf(whole, whole.length / 2));
      assertEquals(3, MetricsLog.read(poor).size(), cut);
      poor.delete(cut);
      assertEquals(3, MetricsLog.after(3, poor).lines().size(), cut);
      poor.put(cut, whole);
    }
    log.save();
    run.put("metrics.jsonl", poor.read("metrics.jsonl", 1 << 20));
    assertFalse(poor.keepsOldUntilNewIsWhole());
    assertTrue(run.keepsOldUntilNewIsWhole());
  }

  @Test
  void aLogThatKnowsLessRoundsThanTheRunHasSaysSo() {
    MetricsLog log = MetricsLog.after(0, run);
    assertTrue(log.gap(0).isEmpty());
    for (int round : new int[] {1, 2, 4}) {
      log.add(line(round, List.of(), null, null));
    }
    log.save();
    assertTrue(MetricsLog.after(2, run).gap(2).isEmpty());
    assertTrue(
        MetricsLog.after(4, run)
            .gap(4)
            .orElseThrow()
            .startsWith(run.uri("metrics.jsonl") + " knows only 3 of the 4 rounds"));
  }

  @Test
  void aResumedRunForgetsTheRoundsAfterItsSnapshot() {
    MetricsLog log = MetricsLog.after(0, run);
    for (int round = 1; round <= 5; round++) {
      log.add(line(round, List.of(), null, null));
    }
    log.save();
    MetricsLog resumed = MetricsLog.after(3, run);
    resumed.add(line(4, List.of("again"), null, null));
    resumed.save();
    assertEquals(List.of(1L, 2L, 3L, 4L), rounds());
    assertEquals(List.of("again"), MetricsLog.read(run).get(3).failures());
  }

  @Test
  void aLineThatWasCutOffIsLeftOut() {
    run.put("metrics.jsonl", "{\"round\":1}\n{\"round\":2}\n{\"roun".getBytes(UTF_8));
    assertEquals(List.of(1L, 2L), rounds());
  }

  @Test
  void aNumberThatIsNoneIsNaN() {
    MetricsLines.put(run, Map.of("round", 1), Map.of("round", 2, "judgedReal", "high"));
    for (RoundLine line : MetricsLog.read(run)) {
      assertTrue(Double.isNaN(line.judgedReal()));
      assertTrue(Double.isNaN(line.generatorLoss()));
      assertTrue(Double.isNaN(line.workers().slowestSeconds()));
    }
  }

  @Test
  void aLineOfAnotherVersionStaysAsItIsAndTakesItsScores() {
    String odd = "{\"round\":1,\"generatorLoss\":0.7,\"note\":{\"of\":[1,2.50]}}";
    run.put("metrics.jsonl", (odd + "\n{\"round\":2}\n").getBytes(UTF_8));
    MetricsLog log = MetricsLog.after(1, run);
    log.save();
    assertEquals(odd + "\n", text());
    log.score(scores());
    log.save();
    assertEquals(
        "{\"round\":1,\"generatorLoss\":0.7,\"note\":{\"of\":[1,2.5]}," + SCORES + "}}\n", text());
  }

  @Test
  void aScoreThatIsNotKnownIsKept() {
    MetricsLines.put(run, Map.of("round", 1, "scores", Map.of("swd", 2, "fid", 3.5)));
    assertEquals(3.5, MetricsLog.read(run).get(0).scores().numbers().get("fid"));
  }

  @Test
  void aLineWithoutRoundIsPassedOver() {
    MetricsLines.put(run, Map.of("loss", 1), Map.of("round", "1"), Map.of("round", 7));
    assertEquals(List.of(7L), rounds());
    assertThrows(IllegalStateException.class, () -> MetricsLog.after(0, run).score(scores()));
  }

  private static RoundLine line(
      long round, List<String> failures, Scores scores, Repeated repeated) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("total", 2.0);
    seconds.put("shuffle", Double.NaN);
    return new RoundLine(
        round,
        1.25,
        Double.NaN,
        0.5,
        0.5,
        1e-7,
        64,
        64 * round,
        32,
        seconds,
        Map.of("train", 3L),
        new RoundLine.Workers(1, 2.5, 1.5, Double.NaN),
        List.of(),
        0,
        List.of(new LeftOut(3, "not-finite", "generator", Double.POSITIVE_INFINITY, 2.5)),
        failures,
        scores,
        repeated);
  }

  private static Scores scores() {
    return new Scores(20.5, Map.of(16, Double.NaN), 0.5, 0.75, 0.25, 16, true);
  }

  private String text() {
    return new String(run.read("metrics.jsonl", 10_000), UTF_8);
  }

  private Map<String, Object> json(int line) {
    return Json.fields(
        Json.object(text().lines().toList().get(line).getBytes(UTF_8)).orElseThrow());
  }

  private List<Long> rounds() {
    return MetricsLog.read(run).stream().map(RoundLine::round).toList();
  }
}
