package io.sparkdcgan.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the driver learns of decoded pictures: their places, eight bytes each, and counts. Crosses
 * Spark.
 */
final class ImportTally {
  private static final int WORST = 3;

  private final TreeMap<String, Long> labels = new TreeMap<>();
  private final TreeMap<String, Long> rejects = new TreeMap<>();

  /** The first rejected keys, with what was wrong. */
  private final TreeMap<String, String> worst = new TreeMap<>();

  private long[] hashes = {};

  /** Counts the pictures of one partition. */
  static ImportTally of(Iterator<ImportedImage> images) {
    ImportTally tally = new ImportTally();
    long[] hashes = new long[1024];
    int accepted = 0;
    while (images.hasNext()) {
      ImportedImage image = images.next();
      if (image.isAccepted()) {
        if (accepted == hashes.length) {
          hashes = Arrays.copyOf(hashes, 2 * accepted);
        }
        hashes[accepted++] = image.position().hash();
        tally.labels.merge(image.picture().label(), 1L, Long::sum);
      } else {
        tally.rejects.merge(image.reason(), 1L, Long::sum);
        tally.remember(image.position().key(), image.reason() + ": " + image.detail());
      }
    }
    tally.hashes = Arrays.copyOf(hashes, accepted);
    return tally;
  }

  /** The tally of all partitions. */
  static ImportTally sum(List<ImportTally> parts) {
    ImportTally sum = new ImportTally();
    for (ImportTally part : parts) {
      part.labels.forEach((label, count) -> sum.labels.merge(label, count, Long::sum));
      part.rejects.forEach((reason, count) -> sum.rejects.merge(reason, count, Long::sum));
      part.worst.forEach(sum::remember);
    }
    sum.hashes =
        parts.stream().flatMapToLong(part -> Arrays.stream(part.hashes)).sorted().toArray();
    return sum;
  }

  private void remember(String key, String detail) {
    worst.put(key, detail);
    if (worst.size() > WORST) {
      worst.pollLastEntry();
    }
  }

  /** Hashes of the accepted pictures; of a sum, in ascending order. */
  long[] hashes() {
    return hashes;
  }

  long rejected() {
    return rejects.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> labels() {
    return labels;
  }

  Map<String, Long> rejects() {
    return rejects;
  }

  Map<String, String> worst() {
    return worst;
  }
}
