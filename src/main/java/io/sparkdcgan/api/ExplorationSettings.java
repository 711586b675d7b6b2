package io.sparkdcgan.api;

import io.sparkdcgan.explore.ObjectRegion;
import java.util.Optional;

/**
 * How a snapshot is explored.
 *
 * @param count images that are drawn to find those that differ most
 * @param seed names them
 * @param region what is to be forgotten where there are no boxes
 * @param files what is read
 */
record ExplorationSettings(int count, long seed, ObjectRegion region, Files files) {

  /**
   * What is read, each empty if not given.
   *
   * @param shards the real images; those that the run was trained with if empty
   * @param vectors groups of drawn images
   * @param boxes around what is to be forgotten
   */
  record Files(Optional<String> shards, Optional<String> vectors, Optional<String> boxes) {}

  static ExplorationSettings ofDefaults() {
    Files none = new Files(Optional.empty(), Optional.empty(), Optional.empty());
    return new ExplorationSettings(1024, 1, ObjectRegion.SKY, none);
  }

  ExplorationSettings count(int count) {
    return new ExplorationSettings(count, seed, region, files);
  }

  ExplorationSettings seed(long seed) {
    return new ExplorationSettings(count, seed, region, files);
  }

  ExplorationSettings region(ObjectRegion region) {
    return new ExplorationSettings(count, seed, region, files);
  }

  ExplorationSettings shards(String folder) {
    return files(new Files(Optional.of(folder), files.vectors, files.boxes));
  }

  ExplorationSettings vectors(String file) {
    return files(new Files(files.shards, Optional.of(file), files.boxes));
  }

  ExplorationSettings boxes(String file) {
    return files(new Files(files.shards, files.vectors, Optional.of(file)));
  }

  private ExplorationSettings files(Files files) {
    return new ExplorationSettings(count, seed, region, files);
  }
}
