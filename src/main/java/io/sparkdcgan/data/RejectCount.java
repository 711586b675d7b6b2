package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many images were rejected, for which reasons and where, in a memory that does not grow with
 * their number. Crosses Spark, and stands in the markers of finished parts.
 */
public final class RejectCount {
  private static final int WORST = 3;

  /** Classes or archives that are told apart; a hostile source has one for each reject. */
  private static final int MOST_GROUPS = 10_000;

  private final TreeMap<String, Long> reasons = new TreeMap<>();

  /** How many were rejected of each class or archive. */
  private final TreeMap<String, Long> groups = new TreeMap<>();

  /** The first rejected keys, with what was wrong. */
  private final TreeMap<String, String> examples = new TreeMap<>();

  /** Nothing is rejected yet. */
  public RejectCount() {}

  @JsonCreator
  private RejectCount(
      @JsonProperty(value = "reasons", required = true) Map<String, Long> reasons,
      @JsonProperty(value = "groups", required = true) Map<String, Long> groups,
      @JsonProperty(value = "examples", required = true) Map<String, String> examples) {
    this.reasons.putAll(reasons);
    this.groups.putAll(groups);
    this.examples.putAll(examples);
  }

  /** Counts one. */
  public void add(RejectedImage reject) {
    reasons.merge(reject.reason(), 1L, Long::sum);
    addGroup(reject.group(), 1);
    remember(reject.key(), reject.reason() + ": " + reject.detail());
  }

  /** Counts all that another has counted. */
  public void add(RejectCount other) {
    other.reasons.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    other.groups.forEach(this::addGroup);
    other.examples.forEach(this::remember);
  }

  private void addGroup(String group, long count) {
    if (groups.size() < MOST_GROUPS || groups.containsKey(group)) {
      groups.merge(group, count, Long::sum);
    }
  }

  private void remember(String key, String detail) {
    // of one name the same one, whichever came first
    examples.merge(key, detail, (one, other) -> one.compareTo(other) < 0 ? one : other);
    if (examples.size() > WORST) {
      examples.pollLastEntry();
    }
  }

  /** How many there are. */
  public long total() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Reason to number of images. */
  @JsonProperty
  public Map<String, Long> reasons() {
    return reasons;
  }

  @JsonProperty
  private Map<String, Long> groups() {
    return groups;
  }

  @JsonProperty
  private Map<String, String> examples() {
    return examples;
  }

  /** The reasons, the first rejected images and the worst classes or archives, for people. */
  public String said() {
    String counts =
        reasons.entrySet().stream()
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
    return counts
        + (worst.isEmpty() ? "" : "; most of them in " + worst)
        + "; for example "
        + first
        + (total() > WORST ? ", ..." : "");
  }
}
