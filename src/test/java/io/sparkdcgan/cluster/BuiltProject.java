package io.sparkdcgan.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code pom.xml} says of what the build makes, for tests that look at it from outside. */
final class BuiltProject {
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>spark-dcgan</artifactId>\\s*<version>(.*?)</version>");
  private static final Pattern JOB_GROUPS = Pattern.compile("<job\\.groups>(.*?)</job\\.groups>");

  private BuiltProject() {}

  /** The jar that is submitted. */
  static Path jobJar() throws IOException {
    return target("-job.jar");
  }

  /** The jar that others' projects depend on. */
  static Path libraryJar() throws IOException {
    return target(".jar");
  }

  /** The Maven groups whose artifacts are in the job's jar. */
  static List<String> jobGroups() throws IOException {
    return List.of(first(JOB_GROUPS).split(",", -1));
  }

  private static Path target(String end) throws IOException {
    return Path.of("target", "spark-dcgan-" + first(VERSION) + end).toAbsolutePath();
  }

  private static String first(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .findFirst()
        .map((MatchResult found) -> found.group(1))
        .orElseThrow();
  }
}
