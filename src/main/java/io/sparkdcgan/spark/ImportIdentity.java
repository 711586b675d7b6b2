package io.sparkdcgan.spark;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageSource;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What makes two imports the same: source, listing, size, seed, shard size and crop. */
final class ImportIdentity {
  private final ImportConfig config;
  private final ImageSource source;

  ImportIdentity(ImportConfig config, ImageSource source) {
    this.config = config;
    this.source = source;
  }

  /**
   * @throws Failure {@code CONFIGURATION} if the shards that are there come from another import
   */
  void requireSame(ShardManifest earlier, String folder) {
    List<String> differences = new ArrayList<>();
    compare(differences, "source", earlier.source(), source.uri());
    compare(differences, "image-size", earlier.imageSize(), config.imageSize());
    compare(differences, "seed", earlier.seed(), config.seed());
    compare(differences, "shard-images", earlier.shardImages(), config.shardImages());
    // sets from before there was a choice name none
    options(config)
        .forEach(
            (name, asked) ->
                compare(differences, name, earlier.options().getOrDefault(name, asked), asked));
    if (differences.isEmpty() && !earlier.fingerprint().equals(source.fingerprint())) {
      differences.add("the files of " + source.uri() + " have changed since");
    }
    if (!differences.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          folder
              + " holds the shards of another import ("
              + String.join("; ", differences)
              + "): name another folder, or delete this one");
    }
  }

  /** What names the pixels besides source, size and seed. */
  static Map<String, String> options(ImportConfig config) {
    return Map.of("crop", config.crop().toString());
  }

  private static void compare(List<String> differences, String key, Object there, Object asked) {
    if (!there.equals(asked)) {
      differences.add(key + " is " + there + " there, but " + asked + " was asked for");
    }
  }
}
