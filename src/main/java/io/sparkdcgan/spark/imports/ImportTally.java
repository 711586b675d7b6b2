package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.RejectCount;
import io.sparkdcgan.data.StagedPart;
import io.sparkdcgan.source.PassedOver;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * What the driver learns of decoded images: their places, eight bytes each, and counts. Crosses
 * Spark.
 *
 * @param hashes of the accepted images; of a sum, in ascending order
 * @param labels class to number of accepted images
 * @param rejects what is not used, and why
 * @param passedOver what was no candidate for an image, by ending or reason
 * @param reused how many parts an earlier start had finished
 */
public record ImportTally(
    long[] hashes,
    TreeMap<String, Long> labels,
    RejectCount rejects,
    TreeMap<String, Long> passedOver,
    int reused) {
  /**
   * Counts one part.
   *
   * @param reused whether an earlier start had finished it
   */
  static ImportTally of(StagedPart part, boolean reused) {
    return new ImportTally(
        part.places(),
        new TreeMap<>(part.labels()),
        part.rejected(),
        new TreeMap<>(part.passedOver()),
        reused ? 1 : 0);
  }

  /**
   * The tally of all parts.
   *
   * @param listed what the listing has passed over already
   */
  static ImportTally sum(List<ImportTally> parts, PassedOver listed) {
    PassedOver passedOver = new PassedOver();
    passedOver.add(listed.counts());
    TreeMap<String, Long> labels = new TreeMap<>();
    RejectCount rejects = new RejectCount();
    for (ImportTally part : parts) {
      part.labels.forEach((label, count) -> labels.merge(label, count, Long::sum));
      rejects.add(part.rejects);
      passedOver.add(part.passedOver);
    }
    return new ImportTally(
        sorted(parts),
        labels,
        rejects,
        new TreeMap<>(passedOver.counts()),
        parts.stream().mapToInt(ImportTally::reused).sum());
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
}
