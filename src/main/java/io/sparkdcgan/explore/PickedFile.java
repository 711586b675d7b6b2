package io.sparkdcgan.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparkdcgan.explore.ObjectRegion.ObjectBox;
import io.sparkdcgan.explore.TurnFigure.Turn;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What somebody picked by looking at drawn images, as JSON: groups of images, or boxes. A mistake
 * is a {@link Failure} {@code CONFIGURATION} that names the file and the place in it.
 */
public final class PickedFile {
  private static final int MOST_IMAGES = 16;
  private static final int MOST_ENTRIES = 10_000;
  private static final int HIGHEST = 9_999_999;

  private final String name;
  private final JsonNode root;

  private PickedFile(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param name what messages call it
   */
  public static PickedFile of(String name, byte[] json) {
    try {
      JsonNode root = JsonMapper.builder().build().readTree(json);
      if (root == null || !root.isObject()) {
        throw new Failure(ExitCode.CONFIGURATION, name + " must hold one JSON object");
      }
      return new PickedFile(name, root);
    } catch (JsonProcessingException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s is no JSON, see line %s".formatted(name, e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new Failure(ExitCode.CONFIGURATION, name + " cannot be read as JSON", e);
    }
  }

  /** {@code "arithmetic": [{"name", "with", "without", "onto"}]}. */
  public List<VectorSum> sums() {
    List<VectorSum> sums = new ArrayList<>();
    for (JsonNode entry : entries("arithmetic")) {
      String at = "arithmetic[" + sums.size() + "]";
      sums.add(
          new VectorSum(
              text(entry, at),
              numbers(entry, at, "with"),
              numbers(entry, at, "without"),
              numbers(entry, at, "onto"),
              Optional.empty()));
    }
    return sums;
  }

  /** {@code "turns": [{"name", "from", "to"}]}. */
  public List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode entry : entries("turns")) {
      String at = "turns[" + turns.size() + "]";
      turns.add(
          new Turn(
              text(entry, at),
              numbers(entry, at, "from"),
              numbers(entry, at, "to"),
              Optional.empty()));
    }
    return turns;
  }

  /**
   * {@code "boxes": [{"picture", "left", "top", "right", "bottom"}]}, at least one.
   *
   * @param size edge of the images in pixels
   */
  public List<ObjectBox> boxes(int size) {
    List<ObjectBox> boxes = new ArrayList<>();
    for (JsonNode entry : entries("boxes")) {
      String at = "boxes[" + boxes.size() + "]";
      int left = number(entry.path("left"), at + ".left", 0, size - 1);
      int top = number(entry.path("top"), at + ".top", 0, size - 1);
      boxes.add(
          new ObjectBox(
              number(entry.path("picture"), at + ".picture", 0, HIGHEST),
              left,
              top,
              number(entry.path("right"), at + ".right", left + 1, size),
              number(entry.path("bottom"), at + ".bottom", top + 1, size)));
    }
    if (boxes.isEmpty()) {
      throw mistake("boxes", "must be a list of at least one box");
    }
    return boxes;
  }

  private JsonNode entries(String key) {
    JsonNode entries = root.path(key);
    if (!entries.isMissingNode() && (!entries.isArray() || entries.size() > MOST_ENTRIES)) {
      throw mistake(key, "must be a list of at most %s".formatted(MOST_ENTRIES));
    }
    return entries;
  }

  private String text(JsonNode entry, String at) {
    if (!entry.path("name").isTextual() || entry.path("name").asText().isBlank()) {
      throw mistake(at + ".name", "must be a text");
    }
    return entry.path("name").asText();
  }

  private List<Integer> numbers(JsonNode entry, String at, String key) {
    JsonNode list = entry.path(key);
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_IMAGES) {
      throw mistake(
          at + "." + key,
          "must be a list of 1 to %s numbers of drawn images".formatted(MOST_IMAGES));
    }
    List<Integer> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number(number, at + "." + key, 0, HIGHEST)));
    return List.copyOf(numbers);
  }

  private int number(JsonNode node, String at, int least, int most) {
    if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
      throw mistake(
          at,
          "must be a whole number from %s to %s%s"
              .formatted(least, most, node.isMissingNode() ? "" : ", but is " + node));
    }
    return node.intValue();
  }

  private Failure mistake(String at, String sentence) {
    return new Failure(ExitCode.CONFIGURATION, "%s: %s %s".formatted(name, at, sentence));
  }
}
