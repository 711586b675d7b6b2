package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to train that is compared with others.
 *
 * @param name of the variant, {@code [a-z0-9][a-z0-9.-]{0,30}}
 * @param everywhere whether it is for every number of workers, or for those of {@code ofWorkers}
 * @param keys overrides for every number of workers, {@code key=value} each
 * @param ofWorkers more overrides by the number of workers that they are for
 */
record Variant(
    String name,
    boolean everywhere,
    List<String> keys,
    SortedMap<Integer, List<String>> ofWorkers) {
  /** What there is if no variant is asked for. */
  private static final Variant PLAIN = new Variant("plain", true, List.of(), new TreeMap<>());

  /** {@code NAME[@WORKERS]: key=value key=value}. */
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9][a-z0-9.-]{0,30})(?:@([1-9][0-9]{0,3}))?:(.*)", Pattern.DOTALL);

  private static final Pattern BETWEEN = Pattern.compile(",?\\s+");

  /**
   * Reads options in their order; those of one name are one variant.
   *
   * @param options {@code NAME: key=value ...} or {@code NAME@WORKERS: key=value ...} each
   * @param asked the numbers of workers that are compared
   * @throws Failure {@code USAGE} if one is of another form, says the same twice, or is for a
   *     number of workers that is not asked for
   */
  static List<Variant> parse(List<String> options, List<Integer> asked) {
    if (options.isEmpty()) {
      return List.of(PLAIN);
    }
    Map<String, Variant> variants = new LinkedHashMap<>();
    for (String option : options) {
      Matcher form = FORM.matcher(option);
      if (!form.matches()) {
        throw usage(
            option,
            "must be NAME: KEY=VALUE ... or NAME@WORKERS: KEY=VALUE ..., with a name of a-z, 0-9, ."
                + " and -");
      }
      String name = form.group(1);
      List<String> keys = keys(option, form.group(3));
      Variant before =
          variants.getOrDefault(name, new Variant(name, false, List.of(), new TreeMap<>()));
      variants.put(
          name,
          form.group(2) == null
              ? before.withAll(option, keys)
              : before.with(option, Integer.parseInt(form.group(2)), keys, asked));
    }
    return List.copyOf(variants.values());
  }

  private Variant withAll(String option, List<String> shared) {
    if (everywhere) {
      throw usage(option, "comes second: give all keys of %s at once".formatted(name));
    }
    return new Variant(name, true, shared, ofWorkers);
  }

  private Variant with(String option, int workers, List<String> more, List<Integer> asked) {
    if (!asked.contains(workers)) {
      throw usage(option, "is for %s workers, but --workers has only %s".formatted(workers, asked));
    }
    SortedMap<Integer, List<String>> all = new TreeMap<>(ofWorkers);
    if (all.put(workers, more) != null) {
      throw usage(option, "comes second: give all keys of %s@%s at once".formatted(name, workers));
    }
    return new Variant(name, everywhere, keys, all);
  }

  private static List<String> keys(String option, String text) {
    List<String> keys = BETWEEN.splitAsStream(text.strip()).filter(key -> !key.isEmpty()).toList();
    for (String key : keys) {
      if (key.indexOf('=') < 1) {
        throw usage(option, "must have KEY=VALUE behind its name, but has %s".formatted(key));
      }
    }
    return keys;
  }

  private static Failure usage(String option, String what) {
    return new Failure(ExitCode.USAGE, "--variant \"%s\" %s".formatted(option, what));
  }

  /** Which of the numbers of workers this is compared at. */
  List<Integer> workers(List<Integer> asked) {
    return asked.stream().filter(count -> everywhere || ofWorkers.containsKey(count)).toList();
  }

  /** The overrides for so many workers; later ones win. */
  List<String> keys(int workers) {
    List<String> all = new ArrayList<>(keys);
    all.addAll(ofWorkers.getOrDefault(workers, List.of()));
    return all;
  }
}
