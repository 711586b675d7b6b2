package io.sparkdcgan.config;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What an import is asked to do. Tasks take it along in their closures, which Java serializes.
 *
 * @param source what to import, for example {@code faces:hdfs://host/faces.zip}
 * @param to URI of the folder that gets the shards
 * @param imageSize edge of the square pictures in pixels: 16, 32, 64 or 128
 * @param seed names the order of the pictures and, for {@code toy:}, the pictures
 * @param maxRejects the share of rejected pictures above which nothing is published: 0 to 1
 * @param shardImages the most pictures a shard holds, at least 1
 * @param crop what of each picture is taken
 * @param maxPixels width times height above which a picture is rejected by its header, at least 1
 * @param maxBytes of a picture's file above which it is rejected, at least 1
 * @param dedup whether near-duplicates are removed
 * @param heldOut what is kept apart to judge by: 0 for nothing, a share below 1, or a whole number
 *     of pictures
 */
public record ImportConfig(
    String source,
    String to,
    int imageSize,
    long seed,
    double maxRejects,
    int shardImages,
    Crop crop,
    long maxPixels,
    long maxBytes,
    boolean dedup,
    double heldOut)
    implements Serializable {
  /** Unless told otherwise: 2^26 pixels, such as 8192 x 8192. */
  public static final long MAX_PIXELS = 1L << 26;

  /** Unless told otherwise: 64 MiB. */
  public static final long MAX_BYTES = 1L << 26;

  /** An import of whole pictures, with the usual caps on pixels and bytes. */
  public ImportConfig(
      String source, String to, int imageSize, long seed, double maxRejects, int shardImages) {
    this(
        source,
        to,
        imageSize,
        seed,
        maxRejects,
        shardImages,
        Crop.CENTERED,
        MAX_PIXELS,
        MAX_BYTES,
        false,
        0);
  }

  /** The same with another crop. */
  public ImportConfig with(Crop other) {
    return new ImportConfig(
        source,
        to,
        imageSize,
        seed,
        maxRejects,
        shardImages,
        other,
        maxPixels,
        maxBytes,
        dedup,
        heldOut);
  }

  /** The same with another target. */
  public ImportConfig at(String folder) {
    return new ImportConfig(
        source,
        folder,
        imageSize,
        seed,
        maxRejects,
        shardImages,
        crop,
        maxPixels,
        maxBytes,
        dedup,
        heldOut);
  }

  /** The same without near-duplicates. */
  public ImportConfig deduplicated() {
    return new ImportConfig(
        source,
        to,
        imageSize,
        seed,
        maxRejects,
        shardImages,
        crop,
        maxPixels,
        maxBytes,
        true,
        heldOut);
  }

  /** The same with this share or number of pictures kept apart. */
  public ImportConfig holdingOut(double shareOrCount) {
    return new ImportConfig(
        source,
        to,
        imageSize,
        seed,
        maxRejects,
        shardImages,
        crop,
        maxPixels,
        maxBytes,
        dedup,
        shareOrCount);
  }

  /** What is kept apart, as people write it: {@code 0.05} or {@code 2000}. */
  public String heldOutText() {
    return new BigDecimal(String.valueOf(heldOut)).stripTrailingZeros().toPlainString();
  }
}
