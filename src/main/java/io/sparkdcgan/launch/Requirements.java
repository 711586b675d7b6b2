package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What spark-submit and the driver will want of this machine, known before either is started. */
final class Requirements {
  /** Options by which spark-submit itself asks other machines for something. */
  private static final Map<String, String> REMOTE =
      Map.of(
          "spark.jars.packages", "--packages",
          "spark.kerberos.principal", "--principal",
          "spark.jars", "--jars",
          "spark.files", "--files",
          "spark.archives", "--archives");

  private final Machine machine;
  private final SparkOptions options;
  private final Master master;
  private final boolean here;

  /**
   * @param here whether the command runs on this machine, wherever a driver would
   */
  Requirements(Machine machine, SparkOptions options, Master master, boolean here) {
    this.machine = machine;
    this.options = options;
    this.master = master;
    this.here = here;
  }

  /**
   * Refuses what cannot be.
   *
   * @return what is worth saying on standard error
   */
  List<String> check() {
    List<String> notes = new ArrayList<>();
    boolean onCommandLine = master.url().startsWith("spark://") && master.cluster();
    Secrets.inFile(options, onCommandLine).ifPresent(notes::add);
    SparkLine.check(machine.sparkHome());
    requireJar();
    requireKeytab();
    requireName();
    if (master.isYarn()) {
      requireYarn();
    }
    if (master.cluster() && !here) {
      requireCluster();
    } else {
      Heap.check(options.property("spark.driver.memory", "--driver-memory"), !here);
      Heap.checkOptions(options.property("spark.driver.extraJavaOptions", "--driver-java-options"));
    }
    return notes;
  }

  /** One that an image or another machine has is theirs to find. */
  private void requireJar() {
    String given = machine.variable("DCGAN_JAR");
    String path = given.replaceFirst("^file:(//)?", "");
    boolean isHere = !path.isEmpty() && !path.matches("[a-z0-9]+:.*") && !master.cluster();
    if (isHere && !Files.isRegularFile(Path.of(path))) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "DCGAN_JAR is %s, but there is no such file: correct or unset it".formatted(given));
    }
  }

  private void requireCluster() {
    if (master.isLocal()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "--deploy-mode cluster needs a cluster, but --master is %s: name one, or leave the mode out"
              .formatted(master.url()));
    }
  }

  /** Hadoop's login fails for a user who has none; with a keytab it does not ask. */
  private void requireName() {
    String name = machine.property("user.name");
    boolean keytab = !options.property("spark.kerberos.keytab", "--keytab").isEmpty();
    if (name.equals("?") && !keytab) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "this process's user has no name, which Hadoop wants: add a line for its number (id -u)"
              + " to /etc/passwd, as Spark's images do at their start, or run it as a user that has"
              + " one");
    }
  }

  /** Spark would end with a stack trace. */
  private void requireKeytab() {
    String keytab = options.property("spark.kerberos.keytab", "--keytab");
    String path = keytab.replaceFirst("^file:(//)?", "");
    if (!keytab.isEmpty() && !keytab.startsWith("local:") && !Files.isReadable(Path.of(path))) {
      throw new Failure(
          ExitCode.PERMISSION,
          "the keytab %s cannot be read: correct --keytab, or who may read it".formatted(path));
    }
  }

  private void requireYarn() {
    if ((machine.variable("HADOOP_CONF_DIR") + machine.variable("YARN_CONF_DIR")).isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "--master yarn needs HADOOP_CONF_DIR: the folder with the cluster's core-site.xml and"
              + " yarn-site.xml");
    }
    Path jars = machine.sparkHome().resolve("jars");
    try (DirectoryStream<Path> yarn = Files.newDirectoryStream(jars, "spark-yarn_*.jar")) {
      if (yarn.iterator().hasNext()) {
        return;
      }
    } catch (IOException e) {
      // Without the folder there is no such jar either.
    }
    throw new Failure(
        ExitCode.CONFIGURATION,
        "the Spark in %s has no YARN: set SPARK_HOME to a distribution that has spark-yarn among its jars"
            .formatted(machine.sparkHome()));
  }

  /** What to say, as code and sentence, if spark-submit ends before the program begins. */
  Failure unbegun() {
    boolean remote =
        REMOTE.entrySet().stream()
            .map(option -> options.property(option.getKey(), option.getValue()))
            .anyMatch(
                value -> value.matches("[^:/]+:[^:/]+:[^:/]+.*|.*[a-z0-9]://.*|.+@.+|.+/.+@.+"));
    String jar = machine.variable("DCGAN_JAR");
    return remote || jar.matches("(?!file:|local:)[a-z0-9]+:.*")
        ? new Failure(
            ExitCode.UNAVAILABLE,
            "spark-submit ended before the program began, and it had to fetch something or to log"
                + " in")
        : new Failure(
            ExitCode.CONFIGURATION,
            "spark-submit ended before the program began: correct its options behind --, Spark's"
                + " files of properties, or SPARK_HOME; it said");
  }
}
