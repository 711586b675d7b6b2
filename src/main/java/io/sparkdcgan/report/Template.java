package io.sparkdcgan.report;

import io.sparkdcgan.failure.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with places to fill, {@code {{name}}}; what is filled in is not looked at again. */
public final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");

  private Template() {}

  /** A text that lies next to a class in the jar. */
  public static String resource(Class<?> neighbor, String name) {
    try (InputStream in = neighbor.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar's own " + name + " cannot be read", e);
    }
  }

  /**
   * Fills every place.
   *
   * @throws IllegalArgumentException if a place has no value
   */
  public static String filled(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalArgumentException("nothing to fill in for " + place.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }

  /** The text with every character that HTML would take for markup escaped, or that is not seen. */
  public static String html(String text) {
    return PrintableText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
