package io.sparkdcgan.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.sparkdcgan.config.Values.Mistakes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys that exist, which are those of {@code reference.conf}, and what to say of others. */
final class KeyNames {
  private static final int FARTHEST_SUGGESTION = 4;
  private static final int PRICE_OF_WRONG_SECTION = 2;

  private final Set<String> keys;
  private final Set<String> sections = new TreeSet<>();

  KeyNames(Config reference) {
    keys =
        reference.entrySet().stream()
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String key : keys) {
      sections.add(sectionOf(key));
    }
  }

  /**
   * Notes every key of the tree that does not exist, and every section that is not one.
   *
   * @return the paths of what stands where a section should
   */
  List<String> check(Config merged, Mistakes mistakes) {
    List<String> brokenSections = new ArrayList<>();
    check(merged.root(), List.of(), mistakes, brokenSections);
    return brokenSections;
  }

  private void check(
      ConfigObject object, List<String> above, Mistakes mistakes, List<String> brokenSections) {
    for (String name : new TreeSet<>(object.keySet())) {
      List<String> elements = new ArrayList<>(above);
      elements.add(name);
      String path = ConfigUtil.joinPath(elements);
      ConfigValue value = object.get(name);
      if (keys.contains(path)) {
        continue;
      }
      if (value instanceof ConfigObject inner && !(inner.isEmpty() && !sections.contains(path))) {
        check(inner, elements, mistakes, brokenSections);
      } else if (sections.contains(path)) {
        brokenSections.add(path);
        mistakes.add(
            "%s must be a section such as %s { ... }, but is %s%s"
                .formatted(path, path, Values.shown(value), Values.place(value)));
      } else {
        mistakes.add("%s is not a key: %s%s".formatted(path, remedy(path), Values.place(value)));
      }
    }
  }

  private String remedy(String path) {
    return keys.stream()
        .min(Comparator.comparingInt(key -> distance(path, key)))
        .filter(key -> distance(path, key) <= FARTHEST_SUGGESTION)
        .map("did you mean %s?"::formatted)
        .orElse("reference.conf lists them all");
  }

  private static int distance(String path, String key) {
    LevenshteinDistance letters = LevenshteinDistance.getDefaultInstance();
    int whole = letters.apply(path, key);
    int last = letters.apply(lastOf(path), lastOf(key)) + PRICE_OF_WRONG_SECTION;
    return Math.min(whole, last);
  }

  private static String lastOf(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static String sectionOf(String key) {
    return key.substring(0, key.lastIndexOf('.'));
  }
}
