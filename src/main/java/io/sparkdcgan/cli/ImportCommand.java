package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganImport;
import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.config.ImportConfig.ImportSelection;
import io.sparkdcgan.spark.JobContext;
import java.math.BigDecimal;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import SOURCE --to URI}: a data set into shuffled Parquet shards. */
@Command(
    name = "import",
    description = "Decodes, crops, scales and shuffles a data set into Parquet shards.")
final class ImportCommand implements JobCommand {
  @Names(Thing.SOURCE)
  @Parameters(
      paramLabel = "SOURCE",
      description =
          "cifar10:DIR (its training batches) or cifar10:DIR/test_batch.bin, faces:ZIP-TGZ-or-DIR, "
              + "folder:DIR-or-ZIP (sub-folders are classes), imagenet:TAR-or-DIR, lsun:DIR, "
              + "webdataset:GLOB or toy:COUNT")
  private String source;

  @Names(Thing.OUTPUT)
  @Option(
      names = "--to",
      required = true,
      paramLabel = "URI",
      description = "folder for the shards: hdfs:, s3a:, file: or a local path")
  private String to;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "edge of the images: 16, 32, 64 or 128 (default: ${DEFAULT-VALUE})")
  private int imageSize = 64;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "names the order, and the faces of toy: (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--max-rejects",
      paramLabel = "SHARE",
      description = "broken images above this share stop the import (default: ${DEFAULT-VALUE})")
  private double maxRejects = 0.01;

  @Option(
      names = "--shard-images",
      paramLabel = "COUNT",
      description = "the most images of a shard (default: ${DEFAULT-VALUE})")
  private int shardImages = 1024;

  @Option(
      names = "--crop",
      paramLabel = "X,Y,WIDTH,HEIGHT",
      description =
          "rectangle of each image that is taken, in pixels of the whole image, or centered; "
              + "of either the largest centered square is scaled (default: ${DEFAULT-VALUE})")
  private String crop = "centered";

  @Option(
      names = "--max-pixels",
      paramLabel = "COUNT",
      description =
          "width times height above which an image is rejected by its header (default:"
              + " ${DEFAULT-VALUE})")
  private long maxPixels = ImportSelection.MAX_PIXELS;

  @Option(
      names = "--max-bytes",
      paramLabel = "COUNT",
      description = "an image's file above this is rejected (default: ${DEFAULT-VALUE})")
  private long maxBytes = ImportSelection.MAX_BYTES;

  @Option(
      names = "--dedup",
      description =
          "remove near-duplicates, told by the codes of an autoencoder that is trained for it;"
              + " needs an --image-size of at least 32")
  private boolean dedup;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE-OR-COUNT",
      description =
          "images that are kept apart in TO/__held-out to judge by: a share below 1 or a number"
              + " (default: ${DEFAULT-VALUE})")
  private BigDecimal heldOut = BigDecimal.ZERO;

  @Override
  public Object run() {
    DcganImport asked =
        DcganImport.from(source)
            .imageSize(imageSize)
            .seed(seed)
            .maxRejects(maxRejects)
            .shardImages(shardImages)
            .crop(crop)
            .maxPixels(maxPixels)
            .maxBytes(maxBytes)
            .deduplicate(dedup)
            .heldOut(heldOut.doubleValue())
            .check();
    try (JavaSparkContext spark = JobContext.open("dcgan import " + source)) {
      return Result.of(asked.into(spark, to));
    }
  }

  private record Result(
      String shards,
      long accepted,
      SortedMap<String, Long> rejected,
      SortedMap<String, Long> passedOver,
      long duplicates,
      SortedMap<String, Long> labels,
      int imageSize,
      String digest,
      HeldOut heldOut,
      boolean alreadyThere) {
    static Result of(ImportedShards shards) {
      return new Result(
          shards.uri(),
          shards.images(),
          shards.rejected(),
          shards.passedOver(),
          shards.duplicates(),
          shards.labels(),
          shards.imageSize(),
          shards.digest(),
          shards.heldOut().map(kept -> new HeldOut(kept.uri(), kept.images())).orElse(null),
          shards.alreadyThere());
    }
  }

  private record HeldOut(String shards, long images) {}
}
