package io.sparkdcgan;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of the house and which way one may walk: a class imports downwards only. */
final class RoomsTest {
  private static final String ROOT = "io.sparkdcgan.";
  private static final Path SOURCES = Path.of("src/main/java/io/sparkdcgan");

  /** From the ground up; rooms of one floor never see each other. */
  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("failure", "random"),
          Set.of("config", "storage", "launch"),
          Set.of("image"),
          Set.of("source"),
          Set.of("model", "data"),
          Set.of("snapshot", "lease"),
          Set.of("engine"),
          Set.of("round", "inference", "artifact", "evaluation"),
          Set.of("report"),
          Set.of("dedup", "explore"),
          Set.of("spark"),
          Set.of("run"),
          Set.of("preflight"),
          Set.of("api"),
          Set.of("cli"));

  /** What is in the job's jar: benchmarks see every room, and none sees them. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(place -> !place.contains("/benchmark/"))
          .importPackages("io.sparkdcgan");

  static Stream<String> rooms() throws IOException {
    try (Stream<Path> folders = Files.list(SOURCES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @Test
  void everyRoomHasItsFloor() throws IOException {
    Set<String> known = FLOORS.stream().flatMap(Set::stream).collect(Collectors.toSet());
    Set<String> unknown = rooms().collect(Collectors.toCollection(TreeSet::new));
    unknown.removeAll(known);
    assertEquals(Set.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyWhatLiesBelowIt(String room) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.sparkdcgan..").and(not(resideInAnyPackage(allowed(room)))))
        .check(CLASSES);
  }

  /** The room itself and every floor below its own. */
  private static String[] allowed(String room) {
    List<String> packages = new ArrayList<>(List.of(ROOT + room + ".."));
    for (Set<String> floor : FLOORS) {
      if (floor.contains(room)) {
        break;
      }
      floor.forEach(below -> packages.add(ROOT + below + ".."));
    }
    return packages.toArray(String[]::new);
  }

  /**
   * The rooms of Spark's jobs, and which of their neighbors they may use besides what all share.
   */
  static Stream<Map.Entry<String, Set<String>>> sparkRooms() {
    return Map.of(
        "spark", Set.<String>of(),
        "spark.gpu", Set.of("spark"),
        "spark.imports", Set.of("spark", "spark.gpu"),
        "spark.round", Set.of("spark", "spark.gpu"),
        "spark.scoring", Set.of("spark", "spark.gpu"))
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("sparkRooms")
  void jobsDoNotKnowEachOther(Map.Entry<String, Set<String>> room) {
    Set<String> allowed = new TreeSet<>(room.getValue());
    allowed.add(room.getKey());
    noClasses()
        .that()
        .resideInAPackage(ROOT + room.getKey())
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "spark..")
                .and(
                    not(
                        resideInAnyPackage(
                            allowed.stream().map(name -> ROOT + name).toArray(String[]::new)))))
        .check(CLASSES);
  }

  @Test
  void everySparkRoomIsListed() throws IOException {
    try (Stream<Path> folders = Files.list(SOURCES.resolve("spark"))) {
      Set<String> found =
          folders
              .filter(Files::isDirectory)
              .map(folder -> "spark." + folder.getFileName())
              .collect(Collectors.toCollection(TreeSet::new));
      found.add("spark");
      assertEquals(
          found,
          sparkRooms().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  /** Libraries and the rooms that may know them. */
  static Stream<Map.Entry<String, Set<String>>> libraries() {
    return Map.of(
        "org.apache.spark..", Set.of("spark", "api", "cli"),
        "org.apache.spark.mllib..", Set.of("spark"),
        "org.deeplearning4j..", Set.of("model", "evaluation", "spark", "api"),
        "org.nd4j..", Set.of("model", "data", "engine", "inference", "evaluation", "spark", "api"),
        "ai.onnxruntime..", Set.of("evaluation"),
        "org.apache.parquet..", Set.of("data"),
        "onnx..", Set.of("model"),
        "com.typesafe.config..", Set.of("config"),
        "picocli..", Set.of("cli"))
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryIsKnownInItsRoomsOnly(Map.Entry<String, Set<String>> library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            library.getValue().stream().map(room -> ROOT + room + "..").toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library.getKey())
        .check(CLASSES);
  }

  /** Another engine can stand behind it. */
  @Test
  void roundsKnowTheDoorAndNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "round..", ROOT + "engine")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "engine.*..")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .check(CLASSES);
  }

  /** What was read could name any class on the class path, and run its code. */
  @Test
  void nothingThatIsReadBecomesJavaObjectsOfItsChoosing() {
    noClasses()
        .that()
        // it reads components of the record that it is made for, by Kryo's registered classes
        .doNotHaveFullyQualifiedName("io.sparkdcgan.spark.RecordSerializer")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.(ObjectInputStream|ObjectInputFilter|Externalizable)"
                + "|.*\\.SerializationUtils|com\\.esotericsoftware\\.kryo\\.io\\.Input")
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(ModelSerializer.class)))
                .and(target(nameMatching("restore.*|taskByModel.*"))))
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(MultiLayerNetwork.class))).and(target(name("load"))))
        .check(CLASSES);
  }

  /** Hadoop opens whatever a URI names; what may be opened is decided in one place. */
  @Test
  void textBecomesAPathWhereItsSchemeIsLookedAt() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(StorageUri.class.getName())
        .should()
        .callConstructor(org.apache.hadoop.fs.Path.class, String.class)
        .check(CLASSES);
  }

  @Test
  void configurationIsRecordsThatKnowNothingOfTheirFormat() {
    noClasses()
        .that()
        .areRecords()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.typesafe.config..")
        .check(CLASSES);
  }

  @Test
  void noNameSaysNothing() {
    JavaClasses withTests = new ClassFileImporter().importPackages("io.sparkdcgan");
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base)")
        .check(withTests);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void everyRoomSaysWhatLivesInIt(String room) throws IOException {
    String text = Files.readString(SOURCES.resolve(room).resolve("package-info.java"));
    assertTrue(text.startsWith("/**") && text.indexOf("*/") > 80, text);
  }
}
