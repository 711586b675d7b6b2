package io.sparkdcgan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documents point at what is there: every relative link, its heading, and every class named.
 */
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern NAMED = Pattern.compile("`((?:[a-z0-9]+/)+[A-Z]\\w*)`");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```");

  static Stream<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String folder : List.of("docs", "submit", "notebooks")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    try (Stream<Path> files = Files.list(Path.of(""))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Path document) throws IOException {
    String text = CODE.matcher(Files.readString(document)).replaceAll("");
    List<String> dead = new ArrayList<>();
    LINK.matcher(text)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.matches("(https?|mailto):.*"))
        .filter(link -> !leadsSomewhere(document, link))
        .forEach(dead::add);
    assertEquals(List.of(), dead);
  }

  private static boolean leadsSomewhere(Path document, String link) {
    String[] parts = link.split("#", 2);
    Path folder = document.toAbsolutePath().getParent();
    Path target = parts[0].isEmpty() ? document : folder.resolve(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || headings(target).contains(parts[1]);
  }

  /** A page's headings as GitHub makes anchors of them. */
  private static List<String> headings(Path page) {
    try {
      return HEADING
          .matcher(Files.readString(page))
          .results()
          .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
          .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + page, e);
    }
  }

  /** A class that moves, or gets another name, takes its place on the page along. */
  @Test
  void theArchitecturePageNamesEveryRoomAndNoClassThatIsNotThere() throws IOException {
    String page = Files.readString(Path.of("docs/ARCHITECTURE.md"));
    Path rooms = Path.of("src/main/java/io/sparkdcgan");
    try (Stream<Path> folders = Files.walk(rooms)) {
      List<String> missing =
          folders
              .filter(folder -> Files.exists(folder.resolve("package-info.java")))
              .map(folder -> "`" + rooms.relativize(folder).toString().replace('/', '.') + "`")
              .filter(room -> !page.contains(room))
              .toList();
      assertEquals(List.of(), missing);
    }
    List<String> gone =
        NAMED
            .matcher(page)
            .results()
            .map(name -> name.group(1))
            .filter(name -> !Files.exists(rooms.resolve(name + ".java")))
            .toList();
    assertEquals(List.of(), gone);
  }
}
