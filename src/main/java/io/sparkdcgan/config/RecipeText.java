package io.sparkdcgan.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.sparkdcgan.config.Values.Mistakes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts in HOCON to one tree of values: {@code reference.conf}, the recipe, the overrides. */
final class RecipeText {
  /**
   * Keys whose values are plain text. An override gives them as they are: in HOCON's unquoted
   * strings a colon is an error and {@code //} starts a comment, and no shell user would quote
   * {@code hdfs://...} twice.
   */
  private static final Set<String> PLAIN_TEXT_KEYS = Set.of("run.name", "data.shards");

  /**
   * A key that ends its line with a colon, before a line that is indented; or an item of a list.
   */
  private static final Pattern YAML =
      Pattern.compile("(?m)^---\\s*$|^[\\w-]+:[ \\t]*\\R(?:[ \\t]+[\\w-]+:|[ \\t]*- )");

  private static final String LOOKS_LIKE_YAML =
      "it looks like YAML, but a recipe is in HOCON or JSON: run { name = faces }";

  static final String REFERENCE = "reference.conf";

  /** What overrides are called. */
  static final String OVERRIDE = "--set";

  private final Mistakes mistakes;

  RecipeText(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** Every key with its default. */
  static Config reference() {
    // By this class's own loader, and one file only: other libraries on a cluster's class path
    // bring a reference.conf as well.
    try (InputStream stream = ConfigReader.class.getResourceAsStream("/" + REFERENCE)) {
      return ConfigFactory.parseReader(
          new InputStreamReader(stream, StandardCharsets.UTF_8), options(REFERENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the recipe says, not yet resolved; empty, and a mistake noted, if it is no HOCON. */
  Config recipe(String name, String text) {
    try {
      Config recipe = ConfigFactory.parseString(text, options(name));
      Matcher yaml = YAML.matcher(text);
      if (yaml.find()) {
        // the item of a list is a text to HOCON
        long line = text.substring(0, yaml.start()).lines().count() + 1;
        mistakes.add("%s: %s: %s".formatted(name, line, LOOKS_LIKE_YAML));
        return ConfigFactory.empty();
      }
      return recipe;
    } catch (ConfigException e) {
      mistakes.add("%s (%s)".formatted(e.getMessage(), hint(text)));
      return ConfigFactory.empty();
    }
  }

  private static String hint(String text) {
    return YAML.matcher(text).find()
        ? LOOKS_LIKE_YAML
        : "text that holds : or // or = needs double quotes";
  }

  /** What one {@code key=value} says; empty, and a mistake noted, if it cannot be understood. */
  Config override(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      mistakes.add("--set %s must have the form key=value".formatted(assignment));
      return ConfigFactory.empty();
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    try {
      return value(key, value).atPath(key);
    } catch (ConfigException e) {
      mistakes.add(
          "--set %s must give one value in HOCON, but is %s"
              .formatted(key, value.isEmpty() ? "empty" : value));
      return ConfigFactory.empty();
    }
  }

  private static ConfigValue value(String key, String text) {
    if (PLAIN_TEXT_KEYS.contains(key) && !text.startsWith("\"")) {
      return ConfigValueFactory.fromAnyRef(text, OVERRIDE);
    }
    ConfigUtil.splitPath(key);
    Config parsed = ConfigFactory.parseString("value = " + text, options(OVERRIDE));
    if (parsed.root().size() != 1) {
      throw new ConfigException.Generic("more than one value");
    }
    // Without a line number: there is only one line.
    return parsed.root().get("value").withOrigin(ConfigOriginFactory.newSimple(OVERRIDE));
  }

  /** The values with every reference to another key replaced; the environment is never read. */
  Config resolve(Config layers) {
    try {
      return layers.resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException.UnresolvedSubstitution e) {
      mistakes.add(
          "%s; ${...} may name keys of the recipe and of reference.conf, not the environment"
              .formatted(e.getMessage()));
    } catch (ConfigException e) {
      mistakes.add(e.getMessage());
    }
    return ConfigFactory.empty();
  }

  private static ConfigParseOptions options(String name) {
    return ConfigParseOptions.defaults()
        .setOriginDescription(name)
        .setIncluder(new NoIncludes())
        .setAllowMissing(false);
  }

  /**
   * Refuses every {@code include}. A recipe is one text that may come from anywhere, so a relative
   * include has nothing to be relative to, and a URL would fetch what nobody reviewed. All four
   * interfaces are needed: HOCON falls back to its own includer for those that are missing.
   */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    private static ConfigException refusal(String what) {
      return new ConfigException.Generic(
          "include \"%s\" is not allowed: write the keys into the recipe".formatted(what));
    }
  }
}
