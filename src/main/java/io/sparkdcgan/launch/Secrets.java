package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets where others would read them: what stands on a command line is in the process list, in
 * Spark's page and in its event log.
 */
final class Secrets {
  /**
   * Each name that a = follows: {@code --conf options=-Dname=value} has two. Behind a slash it is a
   * folder of a partition: {@code hdfs:///data/token=3/part}.
   */
  private static final Pattern ASSIGNED = Pattern.compile("(/?)([\\p{L}\\p{N}_.-]+)=");

  private static final Pattern SIGNED = Pattern.compile("(?i)[?&](x-(amz|goog)-[a-z-]+|sig)=");

  private Secrets() {}

  /**
   * Refuses a command line with a secret, and does not repeat it.
   *
   * @param place what the words are
   */
  static void refuse(String place, List<String> words) {
    for (String word : words) {
      Matcher assigned = ASSIGNED.matcher(word);
      while (assigned.find()) {
        boolean folder = !assigned.group(1).isEmpty();
        String name = assigned.group(2).replaceFirst("^-+", "");
        if (!folder && Redaction.isSecret(name)) {
          boolean java = name.startsWith("D") && assigned.group(2).startsWith("-");
          throw new Failure(
              ExitCode.CONFIGURATION,
              "%s give a secret that everyone on this machine can read: put %s into a file of Spark's properties (--properties-file, mode 600), into Hadoop's credential store or the environment, see docs/SECURITY.md"
                  .formatted(place, java ? name.substring(1) : name));
        }
      }
      if (Redaction.givesUser(word) || SIGNED.matcher(word).find()) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s give a URI with a user, a key or a signature in it, which everyone on this machine can read: name the object alone, and give credentials as docs/SECURITY.md says"
                .formatted(place));
      }
    }
  }

  /**
   * Refuses a file of properties that would end on a command line: in cluster mode a standalone
   * cluster starts the driver with every one of them.
   *
   * @return what to say of a file that others may read
   */
  static Optional<String> inFile(SparkOptions options, boolean onCommandLine) {
    List<String> secret =
        options
            .namesInFile()
            .filter(name -> name.startsWith("spark.") && Redaction.isSecret(name))
            .toList();
    // Spark itself keeps this one off command lines.
    secret.stream()
        .filter(name -> onCommandLine && !name.equals("spark.authenticate.secret"))
        .findFirst()
        .ifPresent(
            name -> {
              throw new Failure(
                  ExitCode.CONFIGURATION,
                  "%s holds %s, which a standalone cluster in cluster mode puts on the driver's command line: use Hadoop's credential store, the workers' core-site.xml or client mode, see docs/SECURITY.md"
                      .formatted(options.file(), name));
            });
    return secret.stream()
        .findFirst()
        .filter(name -> othersRead(options.file()))
        .map(
            name ->
                "%s holds %s and others may read it: chmod 600 %s"
                    .formatted(options.file(), name, options.file()));
  }

  private static boolean othersRead(String file) {
    try {
      return Files.getPosixFilePermissions(Path.of(file)).stream()
          .map(PosixFilePermission::name)
          .anyMatch(permission -> !permission.startsWith("OWNER"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
