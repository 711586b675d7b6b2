package io.sparkdcgan.preflight;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Elasticity;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import io.sparkdcgan.spark.ProcessMemory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Runs and clusters to judge. */
final class Given {
  static final Elasticity STEADY = new Elasticity(false, true, false, 0, Integer.MAX_VALUE, false);
  static final String DIGEST = "d1";

  private static final long MB = 1 << 20;

  private Given() {}

  static RunConfig run(String... keys) {
    List<String> all = new ArrayList<>(List.of(keys));
    all.add("data.shards=somewhere");
    return ConfigReader.read("test", "", all);
  }

  /** So many shards of 1000 images. */
  static ShardManifest manifest(int imageSize, int shards) {
    return new ShardManifest(
        1,
        imageSize,
        1,
        1000,
        "toy:",
        "f",
        shards * 1000L,
        Map.of(),
        Map.of(),
        Map.of(),
        0,
        Collections.nCopies(shards, new Shard("s", 1000, 1, "d")),
        Map.of(),
        DIGEST);
  }

  static Preflight preflight(RunConfig config) {
    return new Preflight(
        config, GanNetworks.of(config.network()), manifest(config.data().imageSize(), 20), 20_000);
  }

  /** Memory in megabytes; JavaCPP's limit is its default. */
  static ProcessMemory memory(long heap, long overhead) {
    return new ProcessMemory(heap * MB, overhead * MB, heap * MB, 4 * heap * MB);
  }

  /** Executors of two cores and task slots of one. */
  static ClusterSettings cluster(Kind kind, ProcessMemory executor, ProcessMemory driver) {
    return cluster(kind, executor, driver, OptionalInt.of(2), STEADY);
  }

  static ClusterSettings cluster(
      Kind kind,
      ProcessMemory executor,
      ProcessMemory driver,
      OptionalInt cores,
      Elasticity elasticity) {
    return new ClusterSettings(
        kind.name(),
        kind,
        kind.contains(),
        executor,
        driver,
        cores,
        1,
        OptionalInt.of(2),
        OptionalInt.empty(),
        1024 * MB,
        1024 * MB,
        elasticity);
  }

  /** The finding of this name. */
  static Finding named(List<Finding> findings, String name) {
    return findings.stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + findings));
  }
}
