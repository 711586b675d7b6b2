package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The options that spark-submit 3.5 knows. It ends at any other with a page of usage and without a
 * result, and so it does at those that ask about itself.
 */
final class SubmitGrammar {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--archives",
          "--conf",
          "-c",
          "--deploy-mode",
          "--driver-class-path",
          "--driver-cores",
          "--driver-java-options",
          "--driver-library-path",
          "--driver-memory",
          "--exclude-packages",
          "--executor-cores",
          "--executor-memory",
          "--files",
          "--jars",
          "--keytab",
          "--master",
          "--name",
          "--num-executors",
          "--packages",
          "--principal",
          "--properties-file",
          "--proxy-user",
          "--py-files",
          "--queue",
          "--repositories",
          "--total-executor-cores");
  private static final Set<String> SWITCHES = Set.of("--supervise", "--verbose", "-v");
  private static final Set<String> ABOUT_ITSELF =
      Set.of("--help", "-h", "--version", "--usage-error", "--kill", "--status");
  private static final Set<String> OURS = Set.of("--class", "--remote");
  private static final Set<String> COUNTS =
      Set.of("--driver-cores", "--executor-cores", "--total-executor-cores", "--num-executors");
  private static final Set<String> NOT_EMPTY =
      Set.of("--master", "--deploy-mode", "--properties-file", "--driver-memory");

  private SubmitGrammar() {}

  /** The options without {@code --class}, if that names our program, as a scheduler may have to. */
  static List<String> withoutClass(List<String> words, String program) {
    List<String> left = new ArrayList<>(words);
    left.removeIf(("--class=" + program)::equals);
    int option = Collections.indexOfSubList(left, List.of("--class", program));
    if (option >= 0) {
      left.subList(option, option + 2).clear();
    }
    return left;
  }

  /**
   * Refuses what spark-submit would, before it does.
   *
   * @param words the options
   */
  static void check(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      // As spark-submit: an option and its value may be one word, unless the value is empty.
      boolean joined = word.startsWith("--") && equals > 2 && equals < word.length() - 1;
      String option = joined ? word.substring(0, equals) : word;
      require(
          word.startsWith("-"), "%s is no option", word, "give the program's own before the --");
      require(!ABOUT_ITSELF.contains(option), "%s asks about spark-submit", option, "call that");
      require(!OURS.contains(option), "%s would start another program", option, "leave it out");
      boolean isSwitch = SWITCHES.contains(option) && !joined;
      require(
          isSwitch || WITH_VALUE.contains(option),
          "spark-submit 3.5 knows no option %s",
          option,
          "correct it, or give the program's own before the --");
      if (isSwitch) {
        continue;
      }
      if (!joined) {
        i++;
        require(i < words.size(), "%s has no value", option, "give it one");
      }
      checkValue(option, joined ? word.substring(equals + 1) : words.get(i));
    }
  }

  private static void checkValue(String option, String value) {
    require(
        !NOT_EMPTY.contains(option) || !value.isBlank(), "%s has no value", option, "give it one");
    boolean isConf = option.equals("--conf") || option.equals("-c");
    require(
        !isConf || value.indexOf('=') > 0,
        "--conf wants NAME=VALUE, but is %s",
        value,
        "correct it");
    require(
        !COUNTS.contains(option) || value.matches("[0-9]{1,9}"),
        option + " must be a number, but is %s",
        value,
        "correct it");
  }

  private static void require(boolean fine, String mistake, String value, String remedy) {
    if (!fine) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          String.format(
              Locale.ROOT, "of the options for spark-submit, " + mistake + ": %s", value, remedy));
    }
  }
}
