package io.sparkdcgan.report;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.DataSheet;
import io.sparkdcgan.artifact.MetricsLines;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * A run that never trained: its records are made up, its images are disks that come out of noise.
 */
final class DrawnRun {
  static final String HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>";
  private static final int ROWS = 8;
  private static final int SIZE = 64;

  private final RunFolder folder;
  private final ObjectStore store;
  private final int rounds;
  private final int gridEvery;
  private final List<Map<String, Object>> log = new ArrayList<>();

  DrawnRun(Path path, String name, int rounds, int gridEvery) {
    this.store = ObjectStore.at(path.toString(), new Configuration());
    this.folder = new RunFolder(store);
    this.rounds = rounds;
    this.gridEvery = gridEvery;
    TreeMap<String, String> configuration = new TreeMap<>();
    configuration.put("run.name", name);
    configuration.put("training.rounds", String.valueOf(rounds));
    configuration.put("training.batch-size", "128");
    configuration.put("artifacts.grid-every", String.valueOf(gridEvery));
    configuration.put("artifacts.snapshot-every", "50");
    configuration.put("averaging.workers", "8");
    configuration.put("network.preset", "paper");
    configuration.put("data.shards", "hdfs://namenode/" + name);
    folder.claim(
        new RunIdentity(configuration, "ab".repeat(32), new TreeMap<>(Map.of("spark", "3.5.7"))));
    sheet(name).put(store);
    new SampleGrids(store).putReal(grid(1));
    new SampleGrids(store).put(0, grid(0));
  }

  private static DataSheet sheet(String name) {
    return new DataSheet(
        "hdfs://namenode/" + name,
        "folder:" + name,
        SIZE,
        202_599,
        Map.of(name, 202_000L, "", 599L),
        Map.of("truncated", 12L, "too-large", 3L),
        37,
        7,
        1,
        Map.of("crop", name),
        "ef".repeat(32),
        "cd".repeat(32));
  }

  RunFolder folder() {
    return folder;
  }

  ObjectStore store() {
    return store;
  }

  /** Trains on to a round, and makes the page. */
  DrawnRun reach(int from, int to) {
    for (int round = from + 1; round <= to; round++) {
      log.add(line(round));
      if (round % gridEvery == 0) {
        new SampleGrids(store).put(round, grid((double) round / rounds));
      }
    }
    MetricsLines.put(store, log);
    return this;
  }

  /** An attempt that is under way. */
  DrawnRun running(long round) {
    folder.put(Attempt.begin(Instant.now(), 0, rounds).reached(round));
    return this;
  }

  /** An attempt that is over. */
  DrawnRun ended(long round, ExitCode code, String why) {
    Instant begin = Instant.parse("2026-01-01T12:00:00Z");
    folder.put(
        Attempt.begin(begin, 0, rounds)
            .reached(round)
            .ended(code, begin.plusSeconds(7 * round))
            .because(why));
    return this;
  }

  private Map<String, Object> line(int round) {
    RandomStream noise = RandomStream.of(1, "line", round);
    double way = (double) round / rounds;
    Map<String, Object> seconds = new LinkedHashMap<>();
    double train = 4 + noise.nextDouble();
    seconds.put("total", train + 1.3);
    seconds.put("broadcast", 0.2);
    seconds.put("receive", 0.15 + 0.1 * noise.nextDouble());
    seconds.put("setup", 0.1);
    seconds.put("prepare", 0.9);
    seconds.put("wait", 0.02);
    seconds.put("train", train);
    seconds.put("shuffle", round % 9 == 0 ? null : 0.3 + 0.2 * noise.nextDouble());
    seconds.put("collect", 0.2);
    seconds.put("update", 0.1);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("round", round);
    line.put("discriminatorLoss", 0.5 + Math.exp(-8 * way) + 0.2 * noise.nextGaussian());
    line.put("generatorLoss", 1.5 + way + 0.4 * noise.nextGaussian());
    line.put("judgedReal", 0.75 + 0.05 * noise.nextGaussian());
    line.put("judgedDrawn", 0.25 + 0.05 * noise.nextGaussian());
    line.put("images", 40_960);
    line.put("imagesSeen", 40_960L * round);
    line.put("imagesPerSecond", 40_960 / (train + 1.3));
    line.put("seconds", seconds);
    line.put("workers", Map.of("slowestSeconds", train, "fastestSeconds", train - 0.7));
    if (round % 25 == 0) {
      line.put(
          "scores",
          Map.of(
              "swd", 23 + 60 * Math.exp(-4 * way) + noise.nextGaussian(),
              "diversity", 0.3 - 0.05 * way,
              "heldOutAccuracy", 0.8 + 0.02 * noise.nextGaussian()));
    }
    List<Object> leftOut = new ArrayList<>();
    if (round == rounds / 3) {
      line.put("failures", List.of("ExecutorLostFailure " + HOSTILE));
    }
    if (round == rounds / 2) {
      line.put(
          "repeated", Map.of("reason", "no worker’s result could be used", "leftOut", List.of()));
      leftOut.add(
          Map.of(
              "worker", 3, "reason", "outlier", "network", "generator", "norm", 81.5, "bound", 12));
    }
    line.put("leftOut", leftOut);
    return line;
  }

  /** Disks of their own color and place, behind as much noise as there is way to go. */
  private static byte[] grid(double way) {
    float[] nchw = new float[ROWS * ROWS * 3 * SIZE * SIZE];
    RandomStream noise = RandomStream.of(2, "grid", Math.round(way * 1e6));
    int at = 0;
    for (int image = 0; image < ROWS * ROWS; image++) {
      RandomStream own = RandomStream.of(3, "disk", image);
      double x = own.nextDouble(20, 44);
      double y = own.nextDouble(20, 44);
      double radius = own.nextDouble(10, 20);
      for (int channel = 0; channel < 3; channel++) {
        double inside = own.nextDouble(-1, 1);
        double outside = own.nextDouble(-1, 1);
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
          int row = pixel / SIZE;
          double distance = Math.hypot(pixel % SIZE - x, row - y);
          double edge = 1 / (1 + Math.exp((distance - radius) * 0.7));
          double clean = inside * edge + outside * (1 - edge);
          double rough = 0.05 * noise.nextDouble(-1, 1) + (1 - way) * noise.nextDouble(-0.3, 0.3);
          nchw[at++] = (float) (clean * (0.4 + 0.6 * way) + rough);
        }
      }
    }
    return new SampleGrid(ROWS, ROWS).png(nchw, SIZE);
  }
}
