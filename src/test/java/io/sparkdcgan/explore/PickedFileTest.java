package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.explore.ObjectRegion.ObjectBox;
import io.sparkdcgan.explore.TurnFigure.Turn;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that people write. */
final class PickedFileTest {
  @Test
  void groupsAndBoxesAreRead() {
    PickedFile vectors =
        file(
            """
            {"arithmetic": [{"name": "smile", "with": [1, 2, 3], "without": [4], "onto": [5, 6]}],
             "turns": [{"name": "pose", "from": [7], "to": [8, 9]}]}
            """);
    assertEquals(
        List.of(
            new VectorSum("smile", List.of(1, 2, 3), List.of(4), List.of(5, 6), Optional.empty())),
        vectors.sums());
    assertEquals(
        List.of(new Turn("pose", List.of(7), List.of(8, 9), Optional.empty())), vectors.turns());
    PickedFile boxes =
        file(
            "{\"boxes\": [{\"picture\": 12, \"left\": 0, \"top\": 3, \"right\": 64, \"bottom\":"
                + " 9}]}");
    assertEquals(List.of(new ObjectBox(12, 0, 3, 64, 9)), boxes.boxes(64));
  }

  @Test
  void aFileWithoutGroupsHasNone() {
    assertEquals(List.of(), file("{}").sums());
    assertEquals(List.of(), file("{}").turns());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"arithmetic\": [{\"name\": \"a\", \"with\": []}]} | arithmetic[0].with must be a list",
        "{\"arithmetic\": [{\"with\": [1]}]} | arithmetic[0].name must be a text",
        "{\"turns\": [{\"name\": \"a\", \"from\": [-1]}]} | from 0 to 9999999, but is -1",
        "{\"arithmetic\": 3} | arithmetic must be a list",
        "[1] | must hold one JSON object",
        "{\"a\" | is no JSON, see line 1",
      })
  void aMistakeIsNamedWithItsPlace(String json, String sentence) {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> {
              PickedFile file = file(json);
              file.sums();
              file.turns();
            });
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    assertTrue(failure.getMessage().contains(sentence), failure::getMessage);
  }

  @Test
  void aBoxOutsideOfTheImageIsAMistake() {
    PickedFile file =
        file(
            "{\"boxes\": [{\"picture\": 1, \"left\": 5, \"top\": 3, \"right\": 5, \"bottom\":"
                + " 9}]}");
    Failure failure = assertThrows(Failure.class, () -> file.boxes(16));
    assertEquals(
        "picked.json: boxes[0].right must be a whole number from 6 to 16, but is 5",
        failure.getMessage());
  }

  private static PickedFile file(String json) {
    return PickedFile.of("picked.json", json.getBytes(StandardCharsets.UTF_8));
  }
}
