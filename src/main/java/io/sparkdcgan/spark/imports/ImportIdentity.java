package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.source.ImageSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes two imports the same: source, listing, size, seed, shard size and options. */
final class ImportIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(ImportIdentity.class);

  private static final String FINGERPRINT = "fingerprint";

  private static final String DEDUP = "dedup";

  private static final String DECODER = "decoder-version";

  private static final String OFF = "off";

  private static final Set<String> NAMED_WHERE_ON = Set.of(DEDUP, ShardManifest.HELD_OUT);

  /** Raised whenever other images are removed. */
  private static final String DEDUP_VERSION = "1";

  private final ImageSource source;
  private final Map<String, String> facts;
  private final Map<String, String> options;

  ImportIdentity(ImportConfig config, ImageSource source) {
    this.source = source;
    this.options =
        new TreeMap<>(
            Map.of(
                "crop",
                config.selection().crop().toString(),
                "max-pixels",
                String.valueOf(config.selection().maxPixels()),
                "max-bytes",
                String.valueOf(config.selection().maxBytes()),
                DECODER,
                String.valueOf(ImageDecoder.VERSION)));
    if (config.selection().dedup()) {
      options.put(DEDUP, DEDUP_VERSION);
    }
    if (config.selection().heldOut() > 0) {
      options.put(ShardManifest.HELD_OUT, config.selection().heldOutText());
    }
    this.facts =
        facts(
            source.uri(),
            config.imageSize(),
            config.seed(),
            config.shardImages(),
            source.fingerprint(),
            options);
  }

  private static Map<String, String> facts(
      String uri,
      int imageSize,
      long seed,
      int shardImages,
      String fingerprint,
      Map<String, String> options) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("source", uri);
    facts.put("image-size", String.valueOf(imageSize));
    facts.put("seed", String.valueOf(seed));
    facts.put("shard-images", String.valueOf(shardImages));
    NAMED_WHERE_ON.forEach(option -> facts.put(option, OFF));
    facts.putAll(options);
    facts.put(FINGERPRINT, fingerprint);
    return facts;
  }

  /** What names the pixels besides source, size and seed. */
  Map<String, String> options() {
    return options;
  }

  /** All of it by name. */
  Map<String, String> facts() {
    return facts;
  }

  /**
   * Sees that the shards that are there come from this import.
   *
   * @param olderStand whether what an older decoder made counts as the same: where nothing is to be
   *     made again, which would have to be decoded as the rest was
   * @throws Failure {@code CONFIGURATION} if they come from another
   */
  void requireSame(ShardManifest earlier, boolean olderStand, String folder) {
    Map<String, String> there =
        facts(
            earlier.source(),
            earlier.imageSize(),
            earlier.seed(),
            earlier.shardImages(),
            earlier.fingerprint(),
            earlier.options());
    if (olderStand) {
      LOG.warn(
          "{} was made by an older decoder and stands as it is: import into another folder to have what this version reads besides",
          folder);
      there.put(DECODER, facts.get(DECODER));
    }
    require(
        there, folder + " holds the shards of another import", "name another folder, or delete it");
  }

  /** Whether an older decoder made the shards. */
  static boolean isOlder(ShardManifest earlier) {
    String decoder = earlier.options().getOrDefault(DECODER, "0");
    return decoder.matches("[0-9]{1,9}") && Integer.parseInt(decoder) < ImageDecoder.VERSION;
  }

  /**
   * @param unfinished what an import that did not come to its end was asked for
   * @throws Failure {@code CONFIGURATION} if that was another import
   */
  void requireSame(Map<String, String> unfinished, String folder) {
    require(
        unfinished,
        folder + " holds the unfinished parts of another import",
        "name another folder, or delete " + folder + "/" + ImportStaging.FOLDER);
  }

  private void require(Map<String, String> there, String what, String remedy) {
    List<String> differences = new ArrayList<>();
    facts.forEach(
        (name, asked) -> {
          // older sets do not name every option
          String found = there.getOrDefault(name, NAMED_WHERE_ON.contains(name) ? OFF : asked);
          if (!found.equals(asked) && !name.equals(FINGERPRINT)) {
            differences.add(name + " is " + found + " there, but " + asked + " was asked for");
          }
        });
    if (differences.isEmpty() && !facts.get(FINGERPRINT).equals(there.get(FINGERPRINT))) {
      differences.add("the files of " + source.uri() + " have changed since");
    }
    if (!differences.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION, what + " (" + String.join("; ", differences) + "): " + remedy);
    }
  }
}
