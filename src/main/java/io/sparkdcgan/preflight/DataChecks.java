package io.sparkdcgan.preflight;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.ShardManifest;
import java.util.List;
import java.util.Locale;

/** The images and their shards against rounds, workers, local steps and batch. */
final class DataChecks {
  private final RunConfig config;
  private final ShardManifest manifest;

  DataChecks(RunConfig config, ShardManifest manifest) {
    this.config = config;
    this.manifest = manifest;
  }

  List<Finding> findings() {
    return List.of(imageSize(), epochs(), round(), shards());
  }

  private Finding imageSize() {
    String needed = "%s pixels".formatted(config.data().imageSize());
    String found = "%s pixels".formatted(manifest.imageSize());
    return manifest.imageSize() == config.data().imageSize()
        ? Finding.ok("image size", needed, found)
        : Finding.missing(
            "image size",
            needed,
            found,
            "set data.image-size to %s, or import at %s"
                .formatted(manifest.imageSize(), config.data().imageSize()));
  }

  /** How often the run sees each image. */
  private Finding epochs() {
    AveragingConfig averaging = config.averaging();
    double steps = 0;
    long round = 0;
    while (round < config.training().rounds()
        && averaging.localSteps().of(round) < averaging.localSteps().most()) {
      steps += averaging.localSteps().of(round++);
    }
    steps += (double) (config.training().rounds() - round) * averaging.localSteps().most();
    double seen = steps * config.training().batchSize();
    double epochs = seen / manifest.images();
    String needed =
        String.format(Locale.ROOT, "%.0f images in %d rounds", seen, config.training().rounds());
    String found = String.format(Locale.ROOT, "%d images, %.2f epochs", manifest.images(), epochs);
    return epochs >= 1
        ? Finding.ok("pictures", needed, found)
        : Finding.note(
            "pictures",
            needed,
            found,
            "the run ends before it has seen them all: raise training.rounds");
  }

  private Finding round() {
    AveragingConfig averaging = config.averaging();
    long images = (long) averaging.localSteps().most() * config.training().batchSize();
    String needed =
        "%s images: %s steps x %s of all workers"
            .formatted(images, averaging.localSteps().most(), config.training().batchSize());
    String found = "%s images".formatted(manifest.images());
    return images <= manifest.images()
        ? Finding.ok("a round", needed, found)
        : Finding.note(
            "a round",
            needed,
            found,
            "a round shows images more than once before it averages: lower averaging.local-steps,"
                + " or import more");
  }

  private Finding shards() {
    int workers = config.averaging().workers();
    int shards = manifest.shards().size();
    String needed = "%s, one for each worker".formatted(workers);
    return shards >= workers
        ? Finding.ok("shards", needed, String.valueOf(shards))
        : Finding.note(
            "shards",
            needed,
            String.valueOf(shards),
            "workers read the same shards, and more than one executor holds them: import with --shard-images %s"
                .formatted(Math.max(1, manifest.images() / workers)));
  }
}
