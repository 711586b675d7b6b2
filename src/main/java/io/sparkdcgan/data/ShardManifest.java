package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * What a set of shards is: put when all its shards are there, and the only word on which files of
 * the folder count.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param imageSize edge of the images in pixels
 * @param seed names the order of the images
 * @param shardImages the most images a shard holds
 * @param source what was imported, in full
 * @param fingerprint of what the source listed, SHA-256 in hex
 * @param images how many images all shards hold
 * @param labels class to number of images; the empty string stands for none
 * @param rejects reason to number of images that are not in the shards
 * @param passedOver ending or reason to number of names in the source that were no candidates for
 *     images; not in the file where there are none
 * @param duplicates how many images are not in the shards because they are near-duplicates of
 *     others; 0, and not in the file, where nobody looked for any
 * @param shards in their order
 * @param options what else names the pixels, such as the caps on their number; empty in sets from
 *     before there were options
 * @param digest SHA-256 in hex over the shards' digests in order; the same for the same source,
 *     options and seed, whatever wrote them
 */
public record ShardManifest(
    @JsonProperty(required = true) int formatVersion,
    @JsonProperty(required = true) int imageSize,
    @JsonProperty(required = true) long seed,
    @JsonProperty(required = true) int shardImages,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String fingerprint,
    @JsonProperty(required = true) long images,
    @JsonProperty(required = true) Map<String, Long> labels,
    @JsonProperty(required = true) Map<String, Long> rejects,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> passedOver,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long duplicates,
    @JsonProperty(required = true) List<Shard> shards,
    Map<String, String> options,
    @JsonProperty(required = true) String digest) {

  /** The format that this version writes and reads. */
  public static final int FORMAT_VERSION = 1;

  /** The manifest's name in the folder of the set. */
  public static final String FILE = "_manifest.json";

  /**
   * The option that says how many images of the import are not in these shards but next to them.
   */
  public static final String HELD_OUT = "held-out";

  public ShardManifest {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(digest, "digest");
    options = options == null ? Map.of() : sorted(options);
    labels = sorted(labels);
    rejects = sorted(rejects);
    passedOver = passedOver == null ? Map.of() : sorted(passedOver);
    shards = List.copyOf(shards);
  }

  /** In the file, too. */
  private static <T> Map<String, T> sorted(Map<String, T> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(map)));
  }

  /** The digest of a set of shards. */
  public static String digest(List<Shard> shards) {
    ContentDigest digest = new ContentDigest();
    shards.forEach(shard -> digest.add(shard.sha256()));
    return digest.hex();
  }

  /**
   * Reads the manifest of a set of shards.
   *
   * @param uri the folder, as people write it
   * @throws Failure {@code INPUT_MISSING} if there is no manifest, {@code DATA} if it cannot be
   *     understood or counts no images
   */
  public static ShardManifest read(String uri, Configuration hadoop) throws IOException {
    return find(uri, hadoop)
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.INPUT_MISSING,
                    "there are no shards at %s: write them with `import SOURCE --to %s`"
                        .formatted(uri, uri)));
  }

  /**
   * The same, empty if there is none.
   *
   * @throws Failure {@code DATA} if it cannot be understood or counts no images
   */
  static Optional<ShardManifest> find(String uri, Configuration hadoop) throws IOException {
    Path folder = StorageUri.resolve(uri, hadoop);
    Optional<ShardManifest> found = in(new Path(folder, FILE), hadoop);
    return found.isPresent() ? found : in(new Path(folder, FirstLayout.MANIFEST), hadoop);
  }

  private static Optional<ShardManifest> in(Path path, Configuration hadoop) throws IOException {
    byte[] bytes;
    try (FSDataInputStream in = PlainFiles.of(path, hadoop).open(path)) {
      bytes = in.readAllBytes();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(checked(Json.parse(bytes, ShardManifest.class), path));
    } catch (JsonProcessingException e) {
      throw new Failure(
          ExitCode.DATA,
          path + " is no manifest of shards: delete it and import again, or name another folder",
          e);
    }
  }

  /** The manifest that these bytes hold, if they hold one. */
  static Optional<ShardManifest> parsed(byte[] bytes) {
    return Json.read(bytes, ShardManifest.class);
  }

  /** Whether its shards lie where the first edition put them, next to it. */
  boolean hasFirstLayout() {
    return shards.stream().noneMatch(shard -> shard.file().startsWith(ShardFile.FOLDER));
  }

  private static ShardManifest checked(ShardManifest manifest, Path path) {
    if (manifest.formatVersion != FORMAT_VERSION) {
      throw new Failure(
          ExitCode.DATA,
          String.format(
              Locale.ROOT,
              "%s is of format version %d, but this version reads %d: import again",
              path,
              manifest.formatVersion,
              FORMAT_VERSION));
    }
    for (Shard shard : manifest.shards) {
      // Hadoop would take a name with a scheme for a whole path, to wherever that leads.
      if (!ShardFile.isKey(shard.file())) {
        throw new Failure(
            ExitCode.DATA, path + " names a shard outside of its folder: import again");
      }
    }
    long images = manifest.shards.stream().mapToLong(Shard::images).sum();
    if (images != manifest.images || !digest(manifest.shards).equals(manifest.digest)) {
      throw new Failure(ExitCode.DATA, path + " contradicts itself: import again");
    }
    if (images == 0) {
      throw new Failure(ExitCode.DATA, path + " counts no images: import a source that has some");
    }
    return manifest;
  }

  /** Puts the manifest into the folder of a set; its shards count from then on. */
  public void write(ObjectStore set) {
    set.put(FILE, Json.indented(this).getBytes(StandardCharsets.UTF_8));
  }
}
