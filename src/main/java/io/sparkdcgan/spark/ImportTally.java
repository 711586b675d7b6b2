package io.sparkdcgan.spark;

import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.StagedPart;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the driver learns of decoded pictures: their places, eight bytes each, and counts. Crosses
 * Spark.
 */
final class ImportTally {
  private static final int WORST = 3;

  private final TreeMap<String, Long> labels = new TreeMap<>();
  private final TreeMap<String, Long> rejects = new TreeMap<>();

  /** The first rejected keys, with what was wrong. */
  private final TreeMap<String, String> examples = new TreeMap<>();

  /** How many were rejected of each class or archive. */
  private final TreeMap<String, Long> groups = new TreeMap<>();

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
    for (RejectedImage reject : part.rejects()) {
      tally.rejects.merge(reject.reason(), 1L, Long::sum);
      tally.groups.merge(reject.group(), 1L, Long::sum);
      tally.remember(reject.key(), reject.reason() + ": " + reject.detail());
    }
    tally.reused = reused ? 1 : 0;
    return tally;
  }

  /** The tally of all parts. */
  static ImportTally sum(List<ImportTally> parts) {
    ImportTally sum = new ImportTally();
    for (ImportTally part : parts) {
      part.labels.forEach((label, count) -> sum.labels.merge(label, count, Long::sum));
      part.rejects.forEach((reason, count) -> sum.rejects.merge(reason, count, Long::sum));
      part.groups.forEach((group, count) -> sum.groups.merge(group, count, Long::sum));
      part.examples.forEach(sum::remember);
      sum.reused += part.reused;
    }
    sum.hashes =
        parts.stream().flatMapToLong(part -> Arrays.stream(part.hashes)).sorted().toArray();
    return sum;
  }

  private void remember(String key, String detail) {
    examples.put(key, detail);
    if (examples.size() > WORST) {
      examples.pollLastEntry();
    }
  }

  /** Hashes of the accepted pictures; of a sum, in ascending order. */
  long[] hashes() {
    return hashes;
  }

  /** How many pictures are not used. */
  long rejected() {
    return rejects.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many parts an earlier start had finished. */
  int reused() {
    return reused;
  }

  /** Class to number of accepted pictures. */
  Map<String, Long> labels() {
    return labels;
  }

  /** Reason to number of pictures that are not used. */
  Map<String, Long> rejects() {
    return rejects;
  }

  /** The reasons, the first rejected pictures and the worst classes or archives, for people. */
  String said() {
    String reasons =
        rejects.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String worst =
        groups.entrySet().stream()
            .filter(entry -> !entry.getKey().isEmpty())
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(WORST)
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
    String first =
        examples.entrySet().stream()
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
    return reasons
        + (worst.isEmpty() ? "" : "; most of them in " + worst)
        + "; for example "
        + first
        + (rejected() > WORST ? ", ..." : "");
  }
}
