package io.sparkdcgan.spark.imports;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Sees that an import neither writes into what it reads nor reads from where it writes. */
final class SourceOutside {
  private static final String WITHOUT_PLACE = "toy";
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{\\\\]");

  private SourceOutside() {}

  /**
   * Compares the two places, however they are written.
   *
   * @param source as people write it
   * @param to URI of the target
   * @throws Failure {@code USAGE} if one lies within the other
   */
  static void require(String source, String to, Configuration hadoop) throws IOException {
    int colon = source.indexOf(':');
    String where = source.substring(colon + 1);
    if (colon < 0 || where.isBlank() || source.substring(0, colon).equals(WITHOUT_PLACE)) {
      return;
    }
    String fixed = fixed(where, hadoop);
    // a pattern names files, and the folder of those may hold other folders
    if (fixed.equals(where) && StorageUri.isWithin(to, where, hadoop)) {
      throw refusal("%s lies in the source %s, which would change while it is read", to, source);
    }
    if (StorageUri.isWithin(fixed, to, hadoop)) {
      throw refusal("%s holds the source %s, which an import could spoil", to, source);
    }
  }

  private static Failure refusal(String sentence, String to, String source) {
    return new Failure(
        ExitCode.USAGE, "--to " + sentence.formatted(to, source) + ": name a folder outside of it");
  }

  /** What is fixed of a pattern: the folder above its first wildcard. */
  private static String fixed(String where, Configuration hadoop) throws IOException {
    Matcher wildcard = WILDCARD.matcher(where);
    if (!wildcard.find() || isThere(where, hadoop)) {
      return where;
    }
    int slash = where.lastIndexOf('/', wildcard.start());
    return slash < 0 ? "." : where.substring(0, slash + 1);
  }

  private static boolean isThere(String where, Configuration hadoop) throws IOException {
    Path path = StorageUri.resolve(where, hadoop);
    return path.getFileSystem(hadoop).exists(path);
  }
}
