package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.RejectCount;
import io.sparkdcgan.data.StagedPart;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the driver learns of decoded images: their places, eight bytes each, and counts. Crosses
 * Spark.
 */
public final class ImportTally {
  private final TreeMap<String, Long> labels = new TreeMap<>();
  private final RejectCount rejected = new RejectCount();
  private long[] hashes = {};

  /** How many of the parts were there before. */
  private int reused;

  /**
   * Counts one part.
   *
   * @param reused whether an earlier start had finished it
   */
  static ImportTally of(StagedPart part, boolean reused) {
    ImportTally tally = new ImportTally();
    tally.hashes = part.places();
    tally.labels.putAll(part.labels());
    tally.rejected.add(part.rejected());
    tally.reused = reused ? 1 : 0;
    return tally;
  }

  /** The tally of all parts. */
  static ImportTally sum(List<ImportTally> parts) {
    ImportTally sum = new ImportTally();
    for (ImportTally part : parts) {
      part.labels.forEach((label, count) -> sum.labels.merge(label, count, Long::sum));
      sum.rejected.add(part.rejected);
      sum.reused += part.reused;
    }
    sum.hashes = sorted(parts);
    return sum;
  }

  private static long[] sorted(List<ImportTally> parts) {
    long[] all = new long[parts.stream().mapToInt(part -> part.hashes.length).sum()];
    int filled = 0;
    for (ImportTally part : parts) {
      System.arraycopy(part.hashes, 0, all, filled, part.hashes.length);
      filled += part.hashes.length;
    }
    Arrays.sort(all);
    return all;
  }

  /** Hashes of the accepted images; of a sum, in ascending order. */
  long[] hashes() {
    return hashes;
  }

  /** How many images are not used. */
  long rejected() {
    return rejected.total();
  }

  /** How many parts an earlier start had finished. */
  int reused() {
    return reused;
  }

  /** Class to number of accepted images. */
  Map<String, Long> labels() {
    return labels;
  }

  /** Reason to number of images that are not used. */
  Map<String, Long> rejects() {
    return rejected.reasons();
  }

  /** The reasons, the first rejected images and the worst classes or archives, for people. */
  String said() {
    return rejected.said();
  }
}
