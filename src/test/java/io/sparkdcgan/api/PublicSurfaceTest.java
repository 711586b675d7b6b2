package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.run.TrainingResult;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What other programs compile against, word for word. Whoever changes it changes the file, too, and
 * the version as docs/LIBRARY.md says.
 */
final class PublicSurfaceTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/sparkdcgan/api/surface.txt");

  /** Values of other rooms that the signatures carry. */
  private static final List<Class<?>> VALUES =
      List.of(ExitCode.class, Failure.class, StopRequest.class, TrainingResult.class);

  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*(?:\\.[\\w$]+)+");

  private static final Pattern ALLOWED =
      Pattern.compile(
          "java\\..*|io\\.sparkdcgan\\.api\\..*|org\\.apache\\.spark\\.SparkConf"
              + "|org\\.apache\\.spark\\.api\\.java\\.Java(SparkContext|RDD)"
              + "|org\\.apache\\.hadoop\\.conf\\.Configuration"
              + "|org\\.nd4j\\.linalg\\.api\\.ndarray\\.INDArray"
              + "|org\\.deeplearning4j\\.spark\\.impl\\.multilayer\\.SparkDl4jMultiLayer");

  @Test
  void thePublicSurfaceIsWhatTheFileSays() throws IOException {
    String now = String.join("\n", surface()) + "\n";
    assertEquals(
        Files.exists(GOLDEN) ? Files.readString(GOLDEN) : "",
        now,
        () -> "if the change is meant, write this to " + GOLDEN + ":\n" + now);
  }

  @Test
  void signaturesNameNothingThatMayChangeWithoutAWord() {
    Set<String> strangers = new TreeSet<>();
    for (String line : surface()) {
      Matcher names = TYPE.matcher(line);
      while (names.find()) {
        String name = names.group();
        if (!ALLOWED.matcher(name).matches()
            && VALUES.stream().noneMatch(value -> name.startsWith(value.getName()))) {
          strangers.add(name);
        }
      }
    }
    assertEquals(Set.of(), strangers);
  }

  @Test
  void theDocumentNamesEveryPublicClass() throws IOException {
    String page = Files.readString(Path.of("docs/LIBRARY.md"));
    types()
        .filter(type -> !type.isMemberClass())
        .forEach(type -> assertTrue(page.contains(type.getSimpleName()), type::getName));
  }

  private static List<String> surface() {
    List<String> lines = new ArrayList<>();
    types()
        .forEach(
            type -> {
              lines.add(head(type));
              Stream.of(constants(type), fields(type), executables(type))
                  .flatMap(part -> part)
                  .map(line -> "  " + line)
                  .forEach(lines::add);
            });
    return lines;
  }

  private static Stream<? extends Class<?>> types() {
    Stream<? extends Class<?>> own =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.sparkdcgan.api")
                .stream()
                .map(type -> type.reflect())
                .filter(PublicSurfaceTest::isVisible);
    return Stream.concat(own, VALUES.stream()).sorted(Comparator.comparing(Class::getName));
  }

  private static boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static String head(Class<?> type) {
    String parents =
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
            .map(Class::getName)
            .filter(name -> !name.startsWith("java.lang."))
            .reduce("", (all, name) -> all + " < " + name);
    return type.toGenericString() + parents;
  }

  private static Stream<String> constants(Class<?> type) {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants()).map(String::valueOf)
        : Stream.of();
  }

  private static Stream<String> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()) && !field.isEnumConstant())
        .map(Field::toGenericString)
        .sorted();
  }

  private static Stream<String> executables(Class<?> type) {
    Stream<? extends Executable> methods =
        Arrays.stream(type.getDeclaredMethods()).filter(method -> !isOfTheLanguage(type, method));
    return Stream.concat(Arrays.stream(type.getDeclaredConstructors()), methods)
        .filter(call -> Modifier.isPublic(call.getModifiers()) && !call.isSynthetic())
        .map(Executable::toGenericString)
        .sorted();
  }

  /** What every record and enum has. */
  private static boolean isOfTheLanguage(Class<?> type, Method method) {
    Set<String> names =
        type.isRecord()
            ? Set.of("equals", "hashCode", "toString")
            : type.isEnum() ? Set.of("values", "valueOf") : Set.of();
    return names.contains(method.getName());
  }
}
