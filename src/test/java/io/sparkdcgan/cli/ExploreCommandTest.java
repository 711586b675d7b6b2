package io.sparkdcgan.cli;

import static io.sparkdcgan.cli.InvokedCommand.dcgan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explore} on a run of one round with the paper's networks, but tiny. */
class ExploreCommandTest {
  @TempDir static Path folder;
  private static String shards;
  private static String run;

  @BeforeAll
  static void trainForARound() throws Exception {
    shards = folder.resolve("shards").toString();
    run = folder.resolve("run").toString();
    dcgan(0, "import", "toy:40", "--to", shards, "--image-size", "16", "--shard-images", "12");
    Path recipe = folder.resolve("tiny.conf");
    Files.writeString(
        recipe,
        "data.shards = \""
            + shards
            + "\", data.image-size = 16\n"
            + "network { preset = paper, width = 4, latent-size = 8 }\n"
            + "training { rounds = 1, worker-batch-size = 4 }\n"
            + "averaging { workers = 1, local-steps = 2 }\n");
    dcgan(0, "train", recipe.toString(), "--to", run);
  }

  @Test
  void everyFigureIsAnImageWithItsNumbersAndStandsOnThePage() throws Exception {
    Path to = folder.resolve("explored");
    JsonNode line = explore(0, to);
    assertEquals(1, line.get("round").asInt());
    Set<String> names = new TreeSet<>();
    line.get("figures").fieldNames().forEachRemaining(names::add);
    assertEquals(
        Set.of(
            "walks",
            "closed-walk",
            "arithmetic-1",
            "arithmetic-2",
            "arithmetic-3",
            "turns",
            "filters",
            "forgetting",
            "neighbors"),
        names);
    String page = Files.readString(to.resolve("explore.html"));
    for (String name : names) {
      assertNotNull(ImageIO.read(to.resolve(name + ".png").toFile()), name);
      assertEquals(name, numbers(to, name).get("figure").asText());
      assertTrue(page.contains("<section id=\"" + name + "\">"), name);
    }
    JsonNode walks = numbers(to, "walks").get("numbers");
    assertEquals("linear", walks.get("interpolation").asText(), "the paper's latents are uniform");
    JsonNode neighbors = numbers(to, "neighbors").get("numbers");
    assertEquals(8, neighbors.get("realNearest").size());
    neighbors.get("realNearest").forEach(d -> assertTrue(d.asDouble() > 0, "not its own neighbor"));
    JsonNode forgetting = numbers(to, "forgetting").get("numbers");
    assertEquals("project-relu", forgetting.get("layer").asText());
    assertEquals(8, forgetting.get("maps").asInt());
  }

  @Test
  void whatPeoplePickedIsDrawnInstead() throws Exception {
    Path vectors = folder.resolve("vectors.json");
    Files.writeString(
        vectors,
        """
        {"arithmetic": [{"name": "<smile>", "with": [1, 2, 3], "without": [4], "onto": [5, 6]}],
         "turns": [{"name": "pose", "from": [7], "to": [8]}]}
        """);
    Path boxes = folder.resolve("boxes.json");
    Files.writeString(
        boxes,
        """
        {"boxes": [{"picture": 3, "left": 0, "top": 0, "right": 8, "bottom": 8},
                   {"picture": 9, "left": 4, "top": 4, "right": 16, "bottom": 16}]}
        """);
    Path to = folder.resolve("picked");
    // as an earlier exploration left it
    Files.createDirectories(to);
    Files.writeString(to.resolve("explore.html"), "<section id=\"arithmetic-3\"><h2>");
    for (String name : Set.of("arithmetic-3.png", "arithmetic-3.json", "arithmetic-4.png")) {
      Files.writeString(to.resolve(name), "older");
    }
    JsonNode line = explore(0, to, "--vectors", vectors.toString(), "--boxes", boxes.toString());
    assertTrue(line.get("figures").has("arithmetic-1"));
    assertTrue(!line.get("figures").has("arithmetic-2"));
    assertEquals("[5,6]", numbers(to, "arithmetic-1").get("numbers").get("onto").toString());
    JsonNode forgetting = numbers(to, "forgetting").get("numbers");
    assertEquals(2, forgetting.get("pictures").asInt());
    // all 4 + 9 places inside, and as many outside
    assertEquals(26, forgetting.get("places").asInt());
    assertFalse(Files.exists(to.resolve("arithmetic-3.png")), "it was drawn before");
    assertFalse(Files.exists(to.resolve("arithmetic-3.json")));
    assertTrue(Files.exists(to.resolve("arithmetic-4.png")), "no page shows it");
    String page = Files.readString(to.resolve("explore.html"));
    assertTrue(page.contains("&lt;smile&gt;") && !page.contains("<smile>"));
  }

  @Test
  void mistakesAreNamed() throws Exception {
    Path to = folder.resolve("nothing");
    assertTrue(explore(64, to, "--count", "3").get("error").asText().contains("from 16 to 32768"));
    assertTrue(explore(64, to, "--region", "sea").get("error").asText().contains("but is sea"));
    explore(21, to, "--snapshot", "7");
    explore(66, to, "--shards", folder.resolve("nowhere").toString());
    explore(66, to, "--vectors", folder.resolve("nowhere.json").toString());
    Path broken = folder.resolve("broken.json");
    Files.writeString(broken, "{\"boxes\": []}");
    String error = explore(78, to, "--boxes", broken.toString()).get("error").asText();
    assertTrue(error.contains("at least one box"), error);
  }

  private static JsonNode numbers(Path to, String figure) throws Exception {
    return new ObjectMapper().readTree(to.resolve(figure + ".json").toFile());
  }

  private static JsonNode explore(int exitCode, Path to, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("explore", run, "--to", to.toString()));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--count")) {
      arguments.addAll(List.of("--count", "32"));
    }
    return dcgan(exitCode, arguments.toArray(String[]::new));
  }
}
