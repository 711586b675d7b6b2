package io.sparkdcgan.config;

/**
 * What an import is asked to do.
 *
 * @param source what to import, for example {@code faces:hdfs://host/faces.zip}
 * @param to URI of the folder that gets the shards
 * @param imageSize edge of the square pictures in pixels: 16, 32, 64 or 128
 * @param seed names the order of the pictures and, for {@code toy:}, the pictures
 * @param maxRejects the share of rejected pictures above which nothing is published: 0 to 1
 * @param shardImages the most pictures a shard holds, at least 1
 * @param crop what of each picture is taken
 */
public record ImportConfig(
    String source,
    String to,
    int imageSize,
    long seed,
    double maxRejects,
    int shardImages,
    Crop crop) {

  /** An import of whole pictures. */
  public ImportConfig(
      String source, String to, int imageSize, long seed, double maxRejects, int shardImages) {
    this(source, to, imageSize, seed, maxRejects, shardImages, Crop.CENTERED);
  }

  /** The same with another crop. */
  public ImportConfig with(Crop other) {
    return new ImportConfig(source, to, imageSize, seed, maxRejects, shardImages, other);
  }
}
