package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A recipe, wherever it lies: in a file, or in the argument itself. The latter is how one reaches a
 * driver on a machine that does not have the file: no cluster manager ships files to a driver as
 * another does.
 *
 * @param name what messages call it
 * @param text in HOCON
 */
public record RecipeSource(String name, String text) {
  private static final int MOST_BYTES = 1 << 20;

  /** Linux takes arguments of up to 128 KiB each. */
  private static final int MOST_URI_LENGTH = 120_000;

  /** RFC 2397, of the one form that {@link #dataUri} gives. */
  private static final Pattern DATA =
      Pattern.compile("data:;name=([A-Za-z0-9_-]*);base64,([A-Za-z0-9_-]*)");

  /**
   * Reads a recipe.
   *
   * @param uri {@code hdfs:}, {@code s3a:}, {@code file:}, a local path, or {@link #dataUri}
   * @throws Failure {@code CONFIGURATION} if it is too long for a recipe
   */
  public static RecipeSource read(String uri, Configuration storage) throws IOException {
    Matcher data = DATA.matcher(uri);
    if (data.matches()) {
      return new RecipeSource(decoded(data.group(1)), decoded(data.group(2)));
    }
    Path path = StorageUri.resolve(uri, storage);
    try (InputStream in = PlainFiles.open(path, storage)) {
      byte[] text = in.readNBytes(MOST_BYTES + 1);
      if (text.length > MOST_BYTES) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s is no recipe: it is longer than %s bytes".formatted(uri, MOST_BYTES));
      }
      return new RecipeSource(uri, RecipeEncoding.text(uri, text));
    }
  }

  /**
   * The recipe as a single argument, in letters that every shell between here and the driver leaves
   * alone.
   *
   * @throws Failure {@code CONFIGURATION} if it is too long for one
   */
  public String dataUri() {
    String uri = "data:;name=%s;base64,%s".formatted(encoded(name), encoded(text));
    if (uri.length() > MOST_URI_LENGTH) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s is too long to travel to a driver on another machine: put it on a storage, and give its hdfs: or s3a: URI"
              .formatted(name));
    }
    return uri;
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.CONFIGURATION, "the recipe in the data: URI is cut off: give it whole", e);
    }
  }
}
