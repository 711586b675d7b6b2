package io.sparkdcgan.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/**
 * Reads single values and holds them against their bounds. A value that breaks its bound is noted
 * as a mistake, and the smallest allowed one returned in its place so that reading can go on.
 */
final class Values {
  private final Config config;
  private final Mistakes mistakes;

  Values(Config config, Mistakes mistakes) {
    this.config = config;
    this.mistakes = mistakes;
  }

  String text(String key, Predicate<String> allowed, String bound) {
    Optional<String> text = scalar(key);
    if (text.isEmpty() || !allowed.test(text.get())) {
      refuse(key, bound);
    }
    return text.orElse("");
  }

  int integer(String key, int least, int most) {
    return (int) integer(key, (long) least, most);
  }

  /** As {@link #integer(String, int, int)}, where {@code word} would have been allowed too. */
  int integerOr(String word, String key, int least, int most) {
    return (int) integer(key, least, most, ", or " + word);
  }

  long integer(String key, long least, long most) {
    return integer(key, least, most, "");
  }

  private long integer(String key, long least, long most, String orElse) {
    Optional<BigDecimal> number = scalar(key).flatMap(Values::number).filter(Values::isWhole);
    if (number.isEmpty()) {
      refuse(key, "must be a whole number from %s to %s%s".formatted(least, most, orElse));
    } else if (number.get().compareTo(BigDecimal.valueOf(least)) < 0) {
      refuse(key, "must be at least %s%s".formatted(least, orElse));
    } else if (number.get().compareTo(BigDecimal.valueOf(most)) > 0) {
      refuse(key, "must be at most %s%s".formatted(most, orElse));
    } else {
      return number.get().longValueExact();
    }
    return least;
  }

  /** A number for which {@code allowed} holds; NaN and infinities are not numbers here. */
  double real(String key, DoublePredicate allowed, String bound) {
    Optional<Double> number = scalar(key).flatMap(Values::number).map(BigDecimal::doubleValue);
    if (number.isEmpty() || !allowed.test(number.get())) {
      refuse(key, bound);
      return 0;
    }
    return number.get();
  }

  int oneOf(String key, int... choices) {
    Optional<BigDecimal> number = scalar(key).flatMap(Values::number);
    for (int choice : choices) {
      if (number.isPresent() && number.get().compareTo(BigDecimal.valueOf(choice)) == 0) {
        return choice;
      }
    }
    refuse(key, "must be " + enumerated(Arrays.stream(choices).mapToObj(String::valueOf).toList()));
    return choices[0];
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    return oneOf(key, type, List.of());
  }

  /** As {@link #oneOf(String, Class)}, where {@code word} would have been allowed too. */
  <E extends Enum<E>> E oneOfOr(String word, String key, Class<E> type) {
    return oneOf(key, type, List.of(word));
  }

  private <E extends Enum<E>> E oneOf(String key, Class<E> type, List<String> others) {
    Optional<String> word = scalar(key);
    List<String> choices = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (word.isPresent() && word.get().equals(spelled(constant))) {
        return constant;
      }
      choices.add(spelled(constant));
    }
    choices.addAll(others);
    refuse(key, "must be " + enumerated(choices));
    return type.getEnumConstants()[0];
  }

  /** A whole number within these bounds, or the least where another value stands: no mistake. */
  int peek(String key, int least, int most) {
    return scalar(key)
        .flatMap(Values::number)
        .filter(Values::isWhole)
        .filter(number -> number.compareTo(BigDecimal.valueOf(least)) >= 0)
        .filter(number -> number.compareTo(BigDecimal.valueOf(most)) <= 0)
        .map(BigDecimal::intValueExact)
        .orElse(least);
  }

  /** Who sets a key, in the order in which they win. */
  enum Layer {
    REFERENCE,
    RECIPE,
    OVERRIDE
  }

  /** Who set this key. */
  Layer layer(String key) {
    String origin = value(key).origin().description();
    if (origin.startsWith(RecipeText.REFERENCE)) {
      return Layer.REFERENCE;
    }
    return origin.startsWith(RecipeText.OVERRIDE) ? Layer.OVERRIDE : Layer.RECIPE;
  }

  /** The key with its value and where that stands: {@code key = 3 (faces.conf: 5)}. */
  String given(String key) {
    ConfigValue value = value(key);
    return "%s = %s%s".formatted(key, shown(value), place(value));
  }

  /** Whether the value is this word, such as {@code preset}. */
  boolean is(String key, String word) {
    return scalar(key).filter(word::equals).isPresent();
  }

  /** A list of some of these words, in any order. */
  List<String> words(String key, List<String> allowed, String bound) {
    ConfigValue value = value(key);
    if (value.valueType() == ConfigValueType.LIST
        && value.unwrapped() instanceof List<?> words
        && allowed.containsAll(words)) {
      return words.stream().map(String::valueOf).toList();
    }
    refuse(key, bound);
    return List.of();
  }

  /** How a recipe writes the constant: {@code memory-and-disk}. */
  static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Notes a mistake where what was read of a key cannot be, for example together with another key.
   */
  void require(boolean allowed, String key, String bound) {
    if (!allowed) {
      refuse(key, bound);
    }
  }

  private void refuse(String key, String bound) {
    ConfigValue value = value(key);
    mistakes.add("%s %s, but is %s%s".formatted(key, bound, shown(value), place(value)));
  }

  /** The value as it was written, unless it is null, a list or an object. */
  private Optional<String> scalar(String key) {
    return switch (value(key).valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(config.getString(key));
      case LIST, OBJECT, NULL -> Optional.empty();
    };
  }

  /** The value, which exists, but may be null: {@code Config.getValue} would refuse that. */
  private ConfigValue value(String key) {
    int dot = key.indexOf('.');
    return ((ConfigObject) config.root().get(key.substring(0, dot))).get(key.substring(dot + 1));
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  private static String enumerated(List<String> choices) {
    int last = choices.size() - 1;
    return last == 0
        ? choices.get(0)
        : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
  }

  static String shown(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING && value.unwrapped().equals("")
        ? "empty"
        : value.render(ConfigRenderOptions.concise());
  }

  /** Where it stands, for example {@code " (conf/demo.conf: 12)"}; nowhere, for a default. */
  static String place(ConfigValue value) {
    String origin = value.origin().description();
    return origin.startsWith(RecipeText.REFERENCE) ? "" : " (" + origin + ")";
  }

  /** The mistakes of one configuration, gathered so that a user hears of all of them at once. */
  static final class Mistakes {
    private final List<String> lines = new ArrayList<>();

    /** One mistake: the key, its value, the bound that it breaks and the remedy, in one line. */
    void add(String line) {
      lines.add(line);
    }

    /**
     * @throws Failure of {@link ExitCode#CONFIGURATION} with one line for each mistake, if there is
     *     any
     */
    void throwIfAny() {
      if (!lines.isEmpty()) {
        throw Failure.of(ExitCode.CONFIGURATION, lines);
      }
    }
  }
}
