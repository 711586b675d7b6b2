package io.sparkdcgan.api;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.Set;
import java.util.TreeSet;

/** Whether two sets of images have classes that one can teach and the other ask for. */
final class ClassesToTell {
  private ClassesToTell() {}

  /**
   * Looks at the labels alone.
   *
   * @throws Failure {@code DATA} if images have no labels, fewer than two classes, or classes of
   *     which there is nothing to learn from
   */
  static void require(ImportedShards train, ImportedShards test) {
    requireLabels(train);
    requireLabels(test);
    requireClasses(train, test);
  }

  private static void requireLabels(ImportedShards shards) {
    long without = shards.labels().getOrDefault("", 0L);
    if (without > 0) {
      throw new Failure(
          ExitCode.DATA,
          "%d of %d images in %s have no label, and the test is to tell labels: import a source with classes, such as cifar10:, imagenet: or folder:"
              .formatted(without, shards.images(), shards.uri()));
    }
  }

  private static void requireClasses(ImportedShards train, ImportedShards test) {
    if (train.labels().size() < 2) {
      throw new Failure(
          ExitCode.DATA,
          "all images in %s are of one class, but there must be 2 to tell apart: import a source with more"
              .formatted(train.uri()));
    }
    Set<String> unknown = new TreeSet<>(test.labels().keySet());
    unknown.removeAll(train.labels().keySet());
    if (!unknown.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          "%s has images of %s, of which there are none in %s: give two parts of one data set"
              .formatted(test.uri(), unknown, train.uri()));
    }
  }
}
