package io.sparkdcgan.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What spark-submit will know: the options that it is given, and the file of properties that it
 * reads.
 */
final class SparkOptions {
  private static final String CONF = "--conf";

  private final List<String> words;
  private final String file;
  private final Properties fromFile = new Properties();

  /**
   * @param words the options that the user gave
   */
  SparkOptions(Machine machine, List<String> words) {
    this.words = words;
    String named = last("--properties-file", null);
    this.file = named != null ? named : defaults(machine);
    if (named != null) {
      requireReadable(named);
    }
    // A pipe could be read once only, and that is for Spark.
    if (Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file))) {
      try (Reader reader = new InputStreamReader(Files.newInputStream(Path.of(file)), UTF_8)) {
        fromFile.load(reader);
        if (fromFile.stringPropertyNames().stream().anyMatch(name -> name.startsWith("\ufeff"))) {
          throw new IllegalArgumentException("it begins with a byte order mark");
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s cannot be read as properties (%s): correct it, or name another by --properties-file"
                .formatted(file, e.getMessage()),
            e);
      }
    }
  }

  private static void requireReadable(String file) {
    Path path = Path.of(file);
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "%s, the file of Spark's properties, %s: correct --properties-file",
              file,
              Files.isDirectory(path) ? "is a folder" : "is not there"));
    }
    if (!Files.isReadable(path)) {
      throw new Failure(
          ExitCode.PERMISSION,
          String.format(
              Locale.ROOT,
              "%s, the file of Spark's properties, cannot be read: correct --properties-file, or"
                  + " who may read it",
              file));
    }
  }

  private static String defaults(Machine machine) {
    String folder = machine.variable("SPARK_CONF_DIR");
    Path conf = folder.isEmpty() ? machine.sparkHome().resolve("conf") : Path.of(folder);
    return conf.resolve("spark-defaults.conf").toString();
  }

  /** The same with one more jar, besides those that the user names. */
  SparkOptions withJar(Machine machine, String jar) {
    String others = property("spark.jars", "--jars");
    List<String> more = new ArrayList<>(words);
    more.addAll(List.of("--jars", others.isEmpty() ? jar : jar + "," + others));
    return new SparkOptions(machine, more);
  }

  List<String> words() {
    return words;
  }

  /** The words, and behind them what was corrected: what is said last to Spark counts. */
  List<String> words(Master master) {
    List<String> corrected = new ArrayList<>(words);
    String url = property("spark.master", Master.OPTION);
    if (!url.equals(master.url()) && !url.isEmpty()) {
      corrected.addAll(List.of(Master.OPTION, master.url()));
    }
    String mode = property("spark.submit.deployMode", Master.MODE);
    String right = master.cluster() ? "cluster" : "client";
    if (!mode.equals(right) && !mode.isEmpty()) {
      corrected.addAll(List.of(Master.MODE, right));
    }
    return corrected;
  }

  /** The file's path, whether or not there is one. */
  String file() {
    return file;
  }

  /** The names of the properties that the file sets. */
  Stream<String> namesInFile() {
    return fromFile.stringPropertyNames().stream().sorted();
  }

  /** A property from {@code --conf} or the file, or the empty string. */
  String property(String name) {
    return property(name, CONF);
  }

  /** The same, of a property that has an option of its own. */
  String property(String name, String option) {
    String given = last(option, name);
    return given == null || given.isEmpty() ? fromFile.getProperty(name, "").strip() : given;
  }

  /** What is said last, by the option, or by {@code --conf} if the property is not null. */
  private String last(String option, String property) {
    String value = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      int equals = word.indexOf('=');
      if (word.startsWith("--") && equals > 0) {
        next = word.substring(equals + 1);
        word = word.substring(0, equals);
      }
      if (property != null && (word.equals(CONF) || word.equals("-c"))) {
        value = next.startsWith(property + "=") ? next.substring(property.length() + 1) : value;
      } else if (word.equals(option)) {
        value = next;
      }
    }
    return value;
  }
}
