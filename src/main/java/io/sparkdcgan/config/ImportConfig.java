package io.sparkdcgan.config;

import java.io.Serializable;

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
}
