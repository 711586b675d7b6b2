package io.sparkdcgan.config;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What an import is asked to do. Tasks take it along in their closures, which Java serializes.
 *
 * @param source what to import, for example {@code faces:hdfs://host/faces.zip}
 * @param to URI of the folder that gets the shards
 * @param imageSize edge of the square images in pixels: 16, 32, 64 or 128
 * @param seed names the order of the images and, for {@code toy:}, the images
 * @param maxRejects the share of rejected images above which nothing is published: 0 to 1
 * @param shardImages the most images a shard holds, at least 1
 * @param selection which images are taken, and what of each
 */
public record ImportConfig(
    String source,
    String to,
    int imageSize,
    long seed,
    double maxRejects,
    int shardImages,
    ImportSelection selection)
    implements Serializable {

  /** An import of whole images, with the usual caps on pixels and bytes. */
  public ImportConfig(
      String source, String to, int imageSize, long seed, double maxRejects, int shardImages) {
    this(source, to, imageSize, seed, maxRejects, shardImages, ImportSelection.USUAL);
  }

  /** The same with another crop. */
  public ImportConfig with(Crop other) {
    return with(to, selection.with(other));
  }

  /** The same with another target. */
  public ImportConfig at(String folder) {
    return with(folder, selection);
  }

  /** The same without near-duplicates. */
  public ImportConfig deduplicated() {
    return with(to, selection.deduplicated());
  }

  /** The same with this share or number of images kept apart. */
  public ImportConfig holdingOut(double shareOrCount) {
    return with(to, selection.holdingOut(shareOrCount));
  }

  private ImportConfig with(String folder, ImportSelection other) {
    return new ImportConfig(source, folder, imageSize, seed, maxRejects, shardImages, other);
  }

  /**
   * Which images of a source an import takes, and what of each.
   *
   * @param crop what of each image is taken
   * @param maxPixels width times height above which an image is rejected by its header, at least 1
   * @param maxBytes of an image's file above which it is rejected, at least 1
   * @param dedup whether near-duplicates are removed
   * @param heldOut what is kept apart to judge by: 0 for nothing, a share below 1, or a whole
   *     number of images
   */
  public record ImportSelection(
      Crop crop, long maxPixels, long maxBytes, boolean dedup, double heldOut)
      implements Serializable {
    /** Unless told otherwise: 2^26 pixels, such as 8192 x 8192. */
    public static final long MAX_PIXELS = 1L << 26;

    /** Unless told otherwise: 64 MiB. */
    public static final long MAX_BYTES = 1L << 26;

    /** All images, whole, with the usual caps on pixels and bytes. */
    static final ImportSelection USUAL =
        new ImportSelection(Crop.CENTERED, MAX_PIXELS, MAX_BYTES, false, 0);

    ImportSelection with(Crop other) {
      return new ImportSelection(other, maxPixels, maxBytes, dedup, heldOut);
    }

    ImportSelection deduplicated() {
      return new ImportSelection(crop, maxPixels, maxBytes, true, heldOut);
    }

    ImportSelection holdingOut(double shareOrCount) {
      return new ImportSelection(crop, maxPixels, maxBytes, dedup, shareOrCount);
    }

    /** What is kept apart, as people write it: {@code 0.05} or {@code 2000}. */
    public String heldOutText() {
      return new BigDecimal(String.valueOf(heldOut)).stripTrailingZeros().toPlainString();
    }
  }
}
