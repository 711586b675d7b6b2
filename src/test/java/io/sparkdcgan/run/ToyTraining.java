package io.sparkdcgan.run;

import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfigKeys;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.LocalWorkers;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.SourceImage;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Guarded runs on toy faces of 16 pixels in this process, small enough to learn within seconds.
 *
 * @param root holds the runs' folders
 */
record ToyTraining(Path root) {
  private static final int SHARDS = 4;
  private static final int SHARD_IMAGES = 256;
  private static final int IMAGES = 256;
  private static final List<ImageBlock> FACES = faces();

  private static final String RECIPE =
      """
      run.name = toy
      data { shards = nowhere, image-size = 16 }
      network { preset = pytorch, width = 8, latent-size = 16 }
      training { worker-batch-size = 32, rounds = 40, learning-rate = 1e-3 }
      averaging { workers = 2, local-steps = 5 }
      artifacts { snapshot-every = 4, grid-every = 1000, keep = 2, grid-rows = 2 }
      evaluation { every = 4, pictures = 64 }
      """;

  static RunConfig config(String... keys) {
    return ConfigReader.read("toy.conf", RECIPE, List.of(keys));
  }

  ObjectStore store(String name) {
    return ObjectStore.at(root.resolve(name).toString(), new Configuration());
  }

  /**
   * A run to its end.
   *
   * @param spoiling what is made of the workers that are right
   */
  TrainingResult train(String name, RunConfig config, UnaryOperator<Workers> spoiling) {
    ObjectStore store = store(name);
    RunFolder folder = new RunFolder(store);
    folder.claim(
        new RunIdentity(
            RunConfigKeys.of(config), "digest", new TreeMap<>(Map.of("spark-dcgan", "test"))));
    GanNetworks networks = GanNetworks.of(config.network());
    return new GuardedRun(config, store)
        .train(
            steps -> {
              Integer[] shards = new Integer[SHARDS];
              Arrays.fill(shards, SHARD_IMAGES);
              try (Workers workers =
                  spoiling.apply(
                      new LocalWorkers(
                          TinyRuns.training(steps), TinyRuns.averaging(steps), FACES::get))) {
                return new TrainingRun(
                        config,
                        folder,
                        new EpochOrder(steps.seed(), List.of(shards)),
                        workers,
                        new PassedOver(),
                        new StopRequest(),
                        state -> scores(config, networks, state))
                    .train();
              }
            });
  }

  private static Scores scores(RunConfig config, GanNetworks networks, GanState state) {
    ComputeThreads.use(1);
    int count = config.evaluation().images();
    float[] latents =
        LatentSampler.of(config.network()).drawEach(config.seed(), "sample latent", 0, count);
    ImageSet real =
        ImageSet.of(
            List.of(Arrays.copyOf(FACES.get(SHARDS).pixels(), count * ImageBlock.imageBytes(16))),
            16);
    try (FrozenNetwork drawing =
            FrozenNetwork.generator(networks, new RunDrawing(config, networks).generator(state));
        FrozenNetwork judging = FrozenNetwork.discriminator(networks, state.discriminator())) {
      return Evaluation.compare(
          real,
          ImageSet.of(drawing.outputs(latents), 16),
          images -> (double) judging.takenForReal(images.nchw(0, count)) / count,
          config.seed(),
          true,
          () -> {});
    }
  }

  /** The shards to train on, and one more to judge by. */
  private static List<ImageBlock> faces() {
    Configuration hadoop = new Configuration(false);
    Resampler resampler = new Resampler(16);
    int count = SHARDS * SHARD_IMAGES + IMAGES;
    try (Stream<SourceImage> faces =
        ImageSources.open("toy:" + count, 16, 1, hadoop).parts(1).get(0).read(hadoop)) {
      List<ImageRecord> images =
          faces
              .map(
                  face ->
                      new ImageRecord(face.key(), "", resampler.square((RgbImage) face.content())))
              .toList();
      List<ImageBlock> blocks = new ArrayList<>();
      for (int first = 0; first < count; first += SHARD_IMAGES) {
        blocks.add(ImageBlock.of(16, images.subList(first, first + SHARD_IMAGES)));
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
