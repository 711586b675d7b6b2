package io.sparkdcgan.run;

import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfigKeys;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalWorkers;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Whole runs of a tiny network, for tests.
 *
 * @param root holds the runs' folders
 */
public record TinyRuns(Path root) {
  private static final String RECIPE =
      """
      run.name = tiny
      data { shards = nowhere, image-size = 16 }
      network { preset = pytorch, width = 4, latent-size = 8 }
      training { worker-batch-size = 4 }
      averaging { workers = 2, local-steps = 2 }
      artifacts { snapshot-every = 2, grid-every = 2, keep = 2, grid-rows = 2 }
      """;
  private static final int SHARD_IMAGES = 10;

  /**
   * The tiny run's configuration: two workers, two steps of four images.
   *
   * @param keys {@code key=value} each, over the recipe's own
   */
  public static RunConfig config(int rounds, String... keys) {
    List<String> overrides = new ArrayList<>(List.of(keys));
    overrides.add("training.rounds=" + rounds);
    return ConfigReader.read("tiny.conf", RECIPE, overrides);
  }

  /** What an honest worker does. */
  public static WorkerTraining training(RunConfig config) {
    return new WorkerTraining(
        config.network(), config.training(), config.compute(), config.seed(), new Nd4jEngine());
  }

  public static Averaging averaging(RunConfig config) {
    return Averaging.of(GanNetworks.of(config.network()), config.averaging());
  }

  /** Honest workers in this process, on two shards of ten images that are in no file. */
  public static Workers workers(RunConfig config) {
    return workers(config, training(config));
  }

  /** Workers in this process that train like this, on the same two shards. */
  public static Workers workers(RunConfig config, LocalTraining training) {
    return workers(config, training, TinyRuns::shard);
  }

  public static Workers workers(RunConfig config, LocalTraining training, ShardAccess shards) {
    return new LocalWorkers(training, averaging(config), shards);
  }

  /** A run in the folder of this name, on two shards of ten images. */
  public TrainingRun run(String name, RunConfig config, Workers workers) {
    return run(
        name, config, new EpochOrder(config.seed(), List.of(SHARD_IMAGES, SHARD_IMAGES)), workers);
  }

  public TrainingRun run(String name, RunConfig config, EpochOrder order, Workers workers) {
    return run(name, config, order, workers, new StopRequest());
  }

  public TrainingRun run(
      String name, RunConfig config, EpochOrder order, Workers workers, StopRequest stop) {
    return run(store(name), config, order, workers, stop);
  }

  /** A run in a folder that is reached in another way, which ends when it is asked to. */
  public TrainingRun run(
      ObjectStore store, RunConfig config, EpochOrder order, Workers workers, StopRequest stop) {
    return run(store, config, order, workers, new PassedOver(), stop);
  }

  /** The same on two shards of ten images. */
  TrainingRun run(ObjectStore store, RunConfig config, Workers workers) {
    return run(store, config, workers, new PassedOver());
  }

  /** The same with somebody who looks on. */
  TrainingRun run(ObjectStore store, RunConfig config, Workers workers, RunWatcher watcher) {
    return run(store, config, workers, watcher, new StopRequest());
  }

  /** The same with somebody who may stop it. */
  TrainingRun run(
      ObjectStore store, RunConfig config, Workers workers, RunWatcher watcher, StopRequest stop) {
    EpochOrder order = new EpochOrder(config.seed(), List.of(SHARD_IMAGES, SHARD_IMAGES));
    return run(store, config, order, workers, watcher, stop);
  }

  private static TrainingRun run(
      ObjectStore store,
      RunConfig config,
      EpochOrder order,
      Workers workers,
      RunWatcher watcher,
      StopRequest stop) {
    return run(store, config, order, workers, watcher, stop, Evaluation.none());
  }

  /** A run on two shards of ten images whose states are scored like this. */
  TrainingRun run(
      String name, RunConfig config, Workers workers, StopRequest stop, Evaluation evaluation) {
    EpochOrder order = new EpochOrder(config.seed(), List.of(SHARD_IMAGES, SHARD_IMAGES));
    return run(store(name), config, order, workers, new PassedOver(), stop, evaluation);
  }

  /** The same on two shards of ten images, with somebody who looks on. */
  TrainingRun run(String name, RunConfig config, RunWatcher watcher, Evaluation evaluation) {
    EpochOrder order = new EpochOrder(config.seed(), List.of(SHARD_IMAGES, SHARD_IMAGES));
    return run(store(name), config, order, workers(config), watcher, new StopRequest(), evaluation);
  }

  private static TrainingRun run(
      ObjectStore store,
      RunConfig config,
      EpochOrder order,
      Workers workers,
      RunWatcher watcher,
      StopRequest stop,
      Evaluation evaluation) {
    RunFolder folder = new RunFolder(store);
    folder.claim(
        new RunIdentity(
            RunConfigKeys.of(config), "digest", new TreeMap<>(Map.of("spark-dcgan", "test"))));
    return new TrainingRun(config, folder, order, workers, watcher, stop, evaluation);
  }

  public ObjectStore store(String name) {
    return ObjectStore.at(root.resolve(name).toString(), new Configuration());
  }

  private static ImageBlock shard(int index) {
    String[] names = new String[SHARD_IMAGES];
    Arrays.fill(names, "");
    byte[] pixels = new byte[SHARD_IMAGES * ImageBlock.imageBytes(16)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 + index * 7);
    }
    return new ImageBlock(16, names, names, pixels);
  }
}
