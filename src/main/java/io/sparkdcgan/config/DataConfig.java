package io.sparkdcgan.config;

/**
 * Where the images are.
 *
 * @param shards URI of the folder that an import wrote
 * @param imageSize edge of the square images in pixels: 16, 32, 64 or 128
 * @param cache where executors keep decoded shards between rounds
 */
public record DataConfig(String shards, int imageSize, Cache cache) {

  /** Where shards wait between rounds, as {@code uint8}. */
  public enum Cache {
    NONE,
    MEMORY,
    MEMORY_AND_DISK,
    DISK
  }
}
