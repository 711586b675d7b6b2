package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Spark it is, as its jars or its RELEASE file say: 3.5 for Scala 2.12, or another. */
final class SparkLine {
  private static final Pattern JAR =
      Pattern.compile("spark-core_([0-9.]+)-([0-9]+[.][0-9]+)[^/]*[.]jar");
  private static final Pattern RELEASE = Pattern.compile("Spark ([0-9]+[.][0-9]+)");

  private SparkLine() {}

  /** Refuses one that is known to be another; of one that hides its jars nobody knows. */
  static void check(Path home) {
    Optional<Matcher> jar = coreJar(home);
    String found =
        jar.map(name -> name.group(2) + " for Scala " + name.group(1))
            .orElseGet(() -> release(home));
    if (!found.matches("|3[.]5|3[.]5 for Scala 2[.]12")) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "Spark 3.5 for Scala 2.12 is needed, but that in %s is %s: set SPARK_HOME to one, or"
                  + " unset it and take it off the PATH, and the build's own serves",
              home,
              found));
    }
  }

  private static Optional<Matcher> coreJar(Path home) {
    for (String folder : List.of("jars", "assembly/target/scala-2.12/jars")) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(home.resolve(folder), "spark-core_*.jar")) {
        for (Path jar : jars) {
          Matcher name = JAR.matcher(jar.getFileName().toString());
          if (name.matches()) {
            return Optional.of(name);
          }
        }
      } catch (IOException e) {
        // There is no such folder, or none that may be read.
      }
    }
    return Optional.empty();
  }

  private static String release(Path home) {
    try {
      Matcher release = RELEASE.matcher(Files.readString(home.resolve("RELEASE")));
      return release.find() ? release.group(1) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
