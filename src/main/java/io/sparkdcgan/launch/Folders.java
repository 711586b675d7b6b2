package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders of this machine that a driver writes to besides the run: Java's for temporary files,
 * from which native libraries are loaded, Spark's, JavaCPP's cache, and that of the event log.
 */
final class Folders {
  private static final Pattern TEMPORARY =
      Pattern.compile("-Djava[.]io[.]tmpdir=(\"[^\"]*\"|\\S+)");
  private static final Pattern CACHE =
      Pattern.compile("(?i)-Dorg[.]bytedeco[.]javacpp[.]cachedir=");
  private static final long LEAST_BYTES = 32L << 20;
  private static final int FILE_SCHEME = "file:".length();

  private final Machine machine;
  private final SparkOptions options;
  private final Mounts mounts;

  Folders(Machine machine, SparkOptions options, Mounts mounts) {
    this.machine = machine;
    this.options = options;
    this.mounts = mounts;
  }

  /** Refuses folders in which a driver on this machine could not work. */
  void check() {
    Path temporary = temporary();
    String remedy = "name another by --driver-java-options -Djava.io.tmpdir=FOLDER";
    requireUsable("the folder for temporary files", temporary, remedy);
    if (mounts.isNoexec(temporary)) {
      throw refusal(
          "the folder for temporary files",
          temporary,
          "is mounted with noexec, and native libraries cannot be loaded from it",
          remedy);
    }
    String local = local();
    if (!local.isEmpty()) {
      requireLocal(local);
    }
    eventLog()
        .filter(folder -> !Files.isDirectory(folder))
        .ifPresent(
            folder -> {
              throw refusal(
                  "the folder for event logs",
                  folder,
                  "is not there, and spark.eventLog.enabled is true",
                  "make it, correct spark.eventLog.dir, or set spark.eventLog.enabled to false");
            });
  }

  /**
   * Where JavaCPP is to unpack native libraries, if it would choose a folder from which they cannot
   * be loaded.
   */
  Optional<Path> libraries() {
    Path home = Path.of(machine.property("user.home"));
    boolean fine = home.isAbsolute() && !mounts.isNoexec(home.resolve(".javacpp/cache"));
    return fine || CACHE.matcher(javaOptions()).find()
        ? Optional.empty()
        : Optional.of(temporary().resolve(".javacpp-" + machine.property("user.name")));
  }

  private String javaOptions() {
    return machine.variable("SPARK_SUBMIT_OPTS")
        + " "
        + options.property("spark.driver.defaultJavaOptions")
        + " "
        + options.property("spark.driver.extraJavaOptions", "--driver-java-options");
  }

  private Path temporary() {
    String found = machine.property("java.io.tmpdir");
    Matcher named = TEMPORARY.matcher(javaOptions());
    while (named.find()) {
      found = named.group(1).replace("\"", "");
    }
    return Path.of(found);
  }

  private String local() {
    String variable = machine.variable("SPARK_LOCAL_DIRS");
    return variable.isEmpty() ? options.property("spark.local.dir") : variable;
  }

  /** Spark goes on with those of them that it can use, and ends if there is none. */
  private void requireLocal(String folders) {
    Failure last = null;
    for (String folder : folders.split(",", -1)) {
      try {
        Path path = Path.of(folder.strip().replaceFirst("^file:(//)?", ""));
        requireUsable(
            "Spark's folder for temporary files (SPARK_LOCAL_DIRS, spark.local.dir)",
            path,
            "name one that can be written, or leave it out");
        return;
      } catch (Failure e) {
        last = e;
      }
    }
    throw last;
  }

  private Optional<Path> eventLog() {
    String enabled = options.property("spark.eventLog.enabled").strip();
    String named = options.property("spark.eventLog.dir").strip();
    String folder = named.isEmpty() ? "/tmp/spark-events" : named;
    boolean isHere = folder.startsWith("file:") || !folder.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    return enabled.equalsIgnoreCase("true") && isHere
        ? Optional.of(Path.of(folder.startsWith("file:") ? path(folder) : folder))
        : Optional.empty();
  }

  private static String path(String uri) {
    return uri.substring(FILE_SCHEME).replaceFirst("^//(?=/)", "");
  }

  /** One that is not there counts if it can be made. */
  private static void requireUsable(String what, Path folder, String remedy) {
    try {
      // Not left behind; Java makes no folder for temporary files.
      boolean isThere = Files.isDirectory(folder);
      Path above = folder.toAbsolutePath();
      while (!isThere && what.startsWith("Spark") && above != null && !Files.exists(above)) {
        above = above.getParent();
      }
      if (above == null || !Files.isDirectory(above)) {
        throw refusal(what, folder, "is not there", remedy);
      }
      Files.delete(Files.createTempFile(above, "dcgan", null));
      if (Files.getFileStore(above).getUsableSpace() < LEAST_BYTES) {
        throw refusal(what, folder, "is full", remedy);
      }
    } catch (IOException e) {
      throw refusal(what, folder, "cannot be written", remedy);
    }
  }

  private static Failure refusal(String what, Path folder, String why, String remedy) {
    return new Failure(
        ExitCode.CONFIGURATION,
        String.format(Locale.ROOT, "%s, %s, %s: %s", what, folder, why, remedy));
  }
}
