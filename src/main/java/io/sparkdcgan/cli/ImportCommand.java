package io.sparkdcgan.cli;

import io.sparkdcgan.config.Crop;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.picture.ImageDecoder;
import io.sparkdcgan.spark.ImportJob;
import io.sparkdcgan.spark.ImportOutcome;
import io.sparkdcgan.spark.JobContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import SOURCE --to URI}: a data set into shuffled Parquet shards. */
@Command(
    name = "import",
    description = "Decodes, crops, scales and shuffles a data set into Parquet shards.")
final class ImportCommand implements JobCommand {
  private static final Set<Integer> IMAGE_SIZES = Set.of(16, 32, 64, 128);

  /** Executors hold a shard in one array; a gigabyte is far above what is sensible. */
  private static final long MOST_SHARD_BYTES = 1L << 30;

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "cifar10:DIR (its training batches) or cifar10:DIR/test_batch.bin, faces:ZIP-TGZ-or-DIR, "
              + "folder:DIR (sub-folders are classes), imagenet:TAR-or-DIR, lsun:DIR, "
              + "webdataset:GLOB or toy:COUNT")
  private String source;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URI",
      description = "folder for the shards: hdfs:, s3a:, file: or a local path")
  private String to;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "edge of the pictures: 16, 32, 64 or 128 (default: ${DEFAULT-VALUE})")
  private int imageSize = 64;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "names the order, and the faces of toy: (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--max-rejects",
      paramLabel = "SHARE",
      description = "broken pictures above this share stop the import (default: ${DEFAULT-VALUE})")
  private double maxRejects = 0.01;

  @Option(
      names = "--shard-images",
      paramLabel = "COUNT",
      description = "the most pictures of a shard (default: ${DEFAULT-VALUE})")
  private int shardImages = 1024;

  @Option(
      names = "--crop",
      paramLabel = "X,Y,WIDTH,HEIGHT",
      description =
          "rectangle of each picture that is taken, in pixels of the whole picture, or centered; "
              + "of either the largest centered square is scaled (default: ${DEFAULT-VALUE})")
  private String crop = "centered";

  @Option(
      names = "--max-pixels",
      paramLabel = "COUNT",
      description =
          "width times height above which a picture is rejected by its header (default:"
              + " ${DEFAULT-VALUE})")
  private long maxPixels = ImportConfig.MAX_PIXELS;

  @Option(
      names = "--max-bytes",
      paramLabel = "COUNT",
      description = "a picture's file above this is rejected (default: ${DEFAULT-VALUE})")
  private long maxBytes = ImportConfig.MAX_BYTES;

  @Option(
      names = "--dedup",
      description =
          "remove near-duplicates, told by the codes of an autoencoder that is trained for it;"
              + " needs an --image-size of at least 32")
  private boolean dedup;

  @Override
  public Map<String, Object> run() throws IOException {
    requireSensible();
    try (JavaSparkContext spark = JobContext.open("dcgan import " + source)) {
      ImportConfig config =
          new ImportConfig(
              source,
              to,
              imageSize,
              seed,
              maxRejects,
              shardImages,
              Crop.parse(crop),
              maxPixels,
              maxBytes,
              dedup);
      return said(new ImportJob(spark).run(config));
    }
  }

  private void requireSensible() {
    List<String> mistakes = new ArrayList<>();
    if (!IMAGE_SIZES.contains(imageSize)) {
      mistakes.add("--image-size must be 16, 32, 64 or 128, but is " + imageSize);
    }
    if (dedup && imageSize < CodeNetwork.EDGE) {
      mistakes.add(
          "--dedup compares pictures at %d pixels, but --image-size is %d: raise it, or leave out --dedup"
              .formatted(CodeNetwork.EDGE, imageSize));
    }
    if (!(maxRejects >= 0 && maxRejects <= 1)) {
      mistakes.add("--max-rejects must be between 0 and 1, but is " + maxRejects);
    }
    requireWithin(mistakes, "--max-pixels", maxPixels, ImageDecoder.MOST_PIXELS);
    requireWithin(mistakes, "--max-bytes", maxBytes, ImageDecoder.MOST_BYTES);
    if (shardImages < 1) {
      mistakes.add("--shard-images must be at least 1, but is " + shardImages);
    } else if ((long) shardImages * ImageBlock.imageBytes(imageSize) > MOST_SHARD_BYTES) {
      mistakes.add(
          String.format(
              "--shard-images must be at most %d at %d pixels, but is %d",
              MOST_SHARD_BYTES / ImageBlock.imageBytes(imageSize), imageSize, shardImages));
    }
    try {
      Crop.parse(crop);
    } catch (IllegalArgumentException e) {
      mistakes.add(e.getMessage());
    }
    if (!mistakes.isEmpty()) {
      throw new Failure(ExitCode.USAGE, String.join("; ", mistakes));
    }
  }

  private static void requireWithin(List<String> mistakes, String option, long value, long most) {
    if (value < 1 || value > most) {
      mistakes.add(option + " must be from 1 to " + most + ", but is " + value);
    }
  }

  private static Map<String, Object> said(ImportOutcome outcome) {
    ShardManifest manifest = outcome.manifest();
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("shards", outcome.shards());
    said.put("accepted", manifest.images());
    said.put("rejected", new TreeMap<>(manifest.rejects()));
    said.put("duplicates", manifest.duplicates());
    said.put("labels", new TreeMap<>(manifest.labels()));
    said.put("imageSize", manifest.imageSize());
    said.put("digest", manifest.digest());
    said.put("alreadyThere", outcome.alreadyThere());
    return said;
  }
}
