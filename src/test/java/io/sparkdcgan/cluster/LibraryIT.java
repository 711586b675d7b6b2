package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else's Maven project, {@code src/it/library}, that has what the build installs among its
 * dependencies: built, run by itself, and run by spark-submit beside the job's jar.
 */
@Tag("library")
final class LibraryIT {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Path WORK = HOME.resolve("target/library");
  private static final String TRAINS = "example.NightlyFaces";
  private static final String JUDGES = "example.JudgedFaces";
  private static final String JAR = "nightly-faces-1.jar";

  private static final String RECIPE =
      """
      run.name = nightly
      data.shards = "set by the program"
      network { preset = pytorch, width = 8 }
      training { worker-batch-size = 8, rounds = 100 }
      averaging { workers = 2, local-steps = 5 }
      artifacts { grid-rows = 2 }
      """;

  @TempDir private static Path folder;

  private static List<String> classPath;

  /** Builds it and lets the command line say how the same run ends. */
  @BeforeAll
  static void build() throws Exception {
    Path project = WORK.resolve("project");
    copy(HOME.resolve("src/it/library"), project);
    Path repository = repository();
    maven(
        repository,
        HOME,
        "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file",
        "-Dfile=" + BuiltProject.libraryJar(),
        "-DpomFile=" + HOME.resolve("pom.xml"));
    maven(
        repository,
        project,
        "package",
        "dependency:build-classpath",
        "-Dmdep.outputFile=" + WORK.resolve("classpath.txt"));
    classPath =
        List.of(Files.readString(WORK.resolve("classpath.txt")).strip().split(File.pathSeparator));
    Files.writeString(folder.resolve("nightly.conf"), RECIPE);
  }

  @Test
  void itsClassPathHasOneOfEachAndNothingThatTheBuildLeavesOut() {
    List<String> names =
        classPath.stream().map(path -> Path.of(path).getFileName().toString()).toList();
    for (String unwanted :
        List.of("opencv", "ffmpeg", "javacv", "datavec", "kryo-4", "kryo-5", "junit")) {
      assertTrue(names.stream().noneMatch(name -> name.startsWith(unwanted)), names::toString);
    }
    assertEquals(1, names.stream().filter(name -> name.startsWith("spark-core_")).count());
    // The fast build alone: the slow one has the classifier of the plain platform.
    assertFalse(names.contains("nd4j-native-1.0.0-M2.1-linux-x86_64.jar"), names::toString);
    assertTrue(
        names.contains("nd4j-native-1.0.0-M2.1-linux-x86_64-onednn-avx2.jar"), names::toString);
  }

  @Test
  void itEndsAsTheCommandLineDoesByItselfAndBySparkSubmit() throws Exception {
    String recipe = folder.resolve("nightly.conf").toString();
    Map<String, String> alone = said(byItself(TRAINS), recipe, target("alone"));
    assertEquals("90", alone.get("images"));
    double mean = Double.parseDouble(alone.get("mean"));
    assertTrue(mean > -1 && mean < 1 && mean != 0, alone::toString);
    assertTrue(Files.isRegularFile(folder.resolve("alone/drawn/grid.png")), alone::toString);
    assertTrue(Files.isRegularFile(folder.resolve("alone/drawn/00000063.png")));

    Map<String, String> submitted = said(bySparkSubmit(TRAINS), recipe, target("submitted"));
    assertEquals(alone.get("digest"), submitted.get("digest"));
    assertEquals(alone.get("mean"), submitted.get("mean"));

    Launch trained =
        Launch.run(
            "train",
            folder.resolve("nightly.conf").toString(),
            "--set",
            "data.shards=" + folder.resolve("alone/shards"),
            "--set",
            "data.image-size=16",
            "--set",
            "training.rounds=2",
            "--to",
            folder.resolve("commands").toString());
    assertEquals(0, trained.exitCode(), trained.errorOutput());
    assertEquals(trained.result().get("digest").asText(), alone.get("digest"));

    Map<String, String> judged = said(bySparkSubmit(JUDGES), target("alone/run"), "70");
    assertEquals("70", judged.get("drawn"));
    assertTrue(Double.parseDouble(judged.get("furthest")) < 1e-5, judged::toString);
    assertEquals(judged, said(byItself(JUDGES), target("alone/run"), "70"));
  }

  private static String target(String name) {
    return folder.resolve(name).toString();
  }

  /** What the page shows of it is what is built and run here. */
  @Test
  void theNetworksOnThePageAreThoseOfTheExample() throws IOException {
    String source =
        Files.readString(Path.of("src/it/library/src/main/java/example/JudgedFaces.java"));
    Matcher shown =
        Pattern.compile("```java\n(TrainedSnapshot snapshot.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/LIBRARY.md")));
    assertTrue(shown.find());
    for (String line : shown.group(1).strip().lines().toList()) {
      assertTrue(source.contains(line.strip()), line);
    }
  }

  private static List<String> byItself(String program) throws IOException {
    List<String> command = new ArrayList<>(List.of(ServerProcess.java(), "-Xmx1g"));
    // What Java 17 wants from whoever runs Spark in its own JVM, as this JVM was told.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    List<String> jars = new ArrayList<>(List.of(jar()));
    jars.addAll(classPath);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, jars), program));
    return command;
  }

  private static List<String> bySparkSubmit(String program) throws IOException {
    return List.of(
        HOME.resolve("target/spark/bin/spark-submit").toString(),
        "--master",
        "local[2]",
        "--jars",
        BuiltProject.jobJar().toString(),
        "--class",
        program,
        jar());
  }

  private static String jar() {
    return WORK.resolve("project/target").resolve(JAR).toString();
  }

  /** What it prints: {@code name=value} each. */
  private static Map<String, String> said(List<String> command, String... arguments)
      throws Exception {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(arguments));
    Map<String, String> said = new HashMap<>();
    for (String line : run(HOME, words)) {
      // Nobody but the program itself prints there.
      assertTrue(line.matches("[a-z]+=.*"), line);
      String[] parts = line.split("=", 2);
      said.put(parts[0], parts[1]);
    }
    return said;
  }

  /**
   * A local repository in which everything is the machine's own but what this build installs: so
   * nothing is fetched twice, and nobody else finds the build's jar.
   */
  private static Path repository() throws IOException {
    Path repository = WORK.resolve("repository");
    Path ours = Path.of("io", "sparkdcgan");
    link(machine(), repository, ours);
    return repository;
  }

  private static void link(Path from, Path to, Path but) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        Path name = entry.getFileName();
        if (!but.startsWith(name)) {
          Files.deleteIfExists(to.resolve(name));
          Files.createSymbolicLink(to.resolve(name), entry);
        } else if (but.getNameCount() > 1) {
          link(entry, to.resolve(name), but.subpath(1, but.getNameCount()));
        }
      }
    }
  }

  /** Where this build's own dependencies lie. */
  private static Path machine() {
    Path junit = Path.of(Test.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    // org/junit/jupiter/junit-jupiter-api/VERSION/FILE
    return junit.resolve("../../../../../..").normalize();
  }

  private static void maven(Path repository, Path project, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "-Dmaven.repo.local=" + repository));
    command.addAll(Arrays.asList(words));
    run(project, command);
  }

  /** The lines of its standard output; anything but 0 is a failure. */
  private static List<String> run(Path where, List<String> command) throws Exception {
    Path output = ServerProcess.folder("library");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectOutput(output.resolve("stdout.log").toFile())
            .redirectError(output.resolve("stderr.log").toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    if (!process.waitFor(Launch.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    List<String> lines = Files.readAllLines(output.resolve("stdout.log"));
    assertEquals(
        0,
        process.exitValue(),
        () -> command + " failed: " + lines + ", see " + output.resolve("stderr.log"));
    return lines;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
