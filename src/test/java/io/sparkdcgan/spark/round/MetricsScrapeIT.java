package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.SpoiledTraining;
import io.sparkdcgan.round.SpoiledTraining.Fault;
import io.sparkdcgan.round.SpoiledTraining.Spoiled;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads from the driver between two rounds, by the settings in {@code conf}. */
@Tag("clusters")
class MetricsScrapeIT {
  private static final RunConfig CONFIG = TinyRuns.config(1, "averaging.workers=4");

  @TempDir Path folder;

  @Test
  void driversPageTellsOfTheLastRound() throws Exception {
    try (JavaSparkContext spark = JobContext.open("scrape", conf())) {
      String shards = folder.resolve("shards").toString();
      new ImportJob(spark).run(new ImportConfig("toy:50", shards, 16, 1, 0, 12));
      TensorRdd tensors = TensorRdd.open(spark, shards);
      EpochOrder order =
          new EpochOrder(1, tensors.manifest().shards().stream().map(Shard::images).toList());
      RoundPlan plan =
          RoundPlan.next(Progress.start(), order, CONFIG.training(), CONFIG.averaging());
      SpoiledTraining training =
          new SpoiledTraining(
              TinyRuns.training(CONFIG), List.of(new Spoiled(1, 3, Fault.NAN_IN_A_PARAMETER)));
      try (SparkWorkers workers =
          new SparkWorkers(spark, tensors, CONFIG.data(), training, TinyRuns.averaging(CONFIG))) {
        assertTrue(Double.isNaN(scraped(spark, "seconds_total_Number")), "before the first round");
        Averaged averaged =
            assertInstanceOf(
                Averaged.class,
                workers.train(GanNetworks.of(CONFIG.network()).initialState(1), plan));
        assertEquals(1, scraped(spark, "round_Number"));
        assertEquals(24, scraped(spark, "imagesSeen_Number"));
        assertEquals(averaged.seconds().train(), scraped(spark, "seconds_train_Number"));
        assertEquals(
            (double) averaged.account().bytes().collect(), scraped(spark, "bytes_collect_Number"));
        assertEquals(
            averaged.losses().discriminator(), scraped(spark, "loss_discriminator_Number"));
        assertEquals(1, scraped(spark, "workers_leftOut_Count"));
        assertEquals(0, scraped(spark, "rounds_diverged_Count"));
        assertEquals(1, json(spark).at("/gauges/spark.driver.dcgan.round/value").asInt());
      }
    }
  }

  /** The properties that the example for a cluster has for its metrics. */
  private static SparkConf conf() throws Exception {
    Properties example = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("conf", "spark-standalone.properties"))) {
      example.load(in);
    }
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .set("spark.ui.port", "0")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    List<String> keys =
        example.stringPropertyNames().stream()
            .filter(key -> key.startsWith("spark.metrics."))
            .toList();
    assertEquals(3, keys.size(), keys.toString());
    keys.forEach(key -> conf.set(key, example.getProperty(key)));
    return conf;
  }

  private static double scraped(JavaSparkContext spark, String name) throws Exception {
    String prefix = "metrics_spark_driver_dcgan_" + name + "{";
    String page = page(spark, "/metrics/prometheus");
    List<String> lines = page.lines().filter(line -> line.startsWith(prefix)).toList();
    assertEquals(
        1,
        lines.size(),
        () ->
            name
                + " in "
                + page.lines()
                    .filter(line -> line.contains("dcgan"))
                    .collect(Collectors.joining("\n")));
    return Double.parseDouble(lines.get(0).substring(lines.get(0).lastIndexOf(' ') + 1));
  }

  private static JsonNode json(JavaSparkContext spark) throws Exception {
    return new ObjectMapper().readTree(page(spark, "/metrics/json"));
  }

  private static String page(JavaSparkContext spark, String path) throws Exception {
    URI page = URI.create(spark.sc().uiWebUrl().get() + path);
    try (InputStream in = page.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
