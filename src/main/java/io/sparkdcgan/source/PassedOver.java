package io.sparkdcgan.source;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many names a source has that are no candidates for images, by their endings or by why they
 * are none. In a memory that does not grow with their number.
 */
public final class PassedOver {
  /** Names of an import's or a run's own images, which lie inside of a source. */
  static final String OWN_OUTPUT = "own output";

  /** Folders that a link leads to once more. */
  static final String SAME_FOLDER = "folder read already";

  /** Members of an archive that a later one of the same name replaces. */
  static final String REPLACED = "replaced in its archive";

  /** Entries of an LMDB that count or describe its images, as StyleGAN's {@code length}. */
  static final String BOOKKEEPING = "bookkeeping";

  /** What does not fit into the list. */
  static final String OTHER = "other";

  private static final int MOST_REPORTED = 100;

  /** Endings that are told apart while counting; a hostile source has one for each name. */
  private static final int MOST_COUNTED = 10_000;

  private static final int SAID = 5;

  private final TreeMap<String, Long> counts = new TreeMap<>();

  /** Nothing is passed over yet. */
  public PassedOver() {}

  /** Counts a name that is no candidate for itself. */
  void addName(String name) {
    add(ImageName.passedAs(name), 1);
  }

  /** Counts one for a reason. */
  void add(String reason) {
    add(reason, 1);
  }

  private void add(String reason, long count) {
    boolean told = counts.size() < MOST_COUNTED || counts.containsKey(reason);
    counts.merge(told ? reason : OTHER, count, Long::sum);
  }

  /** Counts all that another has counted. */
  public void add(Map<String, Long> other) {
    other.forEach(this::add);
  }

  /** How many there are. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Ending or reason to number of names: at most a hundred, the rarest of more as "other". */
  public SortedMap<String, Long> counts() {
    if (counts.size() <= MOST_REPORTED) {
      return new TreeMap<>(counts);
    }
    TreeMap<String, Long> most = new TreeMap<>();
    counts.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(OTHER))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_REPORTED - 1)
        .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
    most.put(OTHER, total() - most.values().stream().mapToLong(Long::longValue).sum());
    return most;
  }

  /** The most frequent of them, for people; empty if there are none. */
  public String said() {
    return counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(SAID)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "))
        + (counts.size() > SAID ? ", ..." : "");
  }

  /** What stands behind "holds no images": what it holds instead. */
  public String instead() {
    return counts.isEmpty() ? "" : ", but other names (" + said() + ")";
  }
}
