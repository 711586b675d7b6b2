package io.sparkdcgan.cli;

import static io.sparkdcgan.cli.InvokedCommand.dcgan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} on a run of two rounds, as a pipeline sees it. */
class EvaluateCommandTest {
  @TempDir static Path folder;
  private static String shards;
  private static String run;

  @BeforeAll
  static void trainForTwoRounds() throws Exception {
    shards = folder.resolve("shards").toString();
    run = folder.resolve("run").toString();
    importToy(shards, 60, 32, 16);
    Path recipe = folder.resolve("tiny.conf");
    Files.writeString(
        recipe,
        "data.shards = \""
            + shards
            + "\", data.image-size = 32\n"
            + "network { preset = pytorch, width = 4, latent-size = 8 }\n"
            + "training { rounds = 2, worker-batch-size = 8 }\n"
            + "averaging { workers = 2, local-steps = 2 }\n"
            + "artifacts.snapshot-every = 1\n");
    dcgan(0, "train", recipe.toString(), "--to", run);
  }

  @Test
  void theNewestSnapshotHasAScoreByLevel() throws Exception {
    JsonNode line = evaluate(0, "--count", "40");
    assertEquals(40, line.get("count").asInt());
    assertEquals(1, line.get("scores").size());
    JsonNode score = line.get("scores").get(0);
    assertEquals("snapshots/r00000002", score.get("snapshot").asText());
    assertEquals(2, score.get("round").asInt());
    double fine = score.get("swdByLevel").get("32").asDouble();
    double coarse = score.get("swdByLevel").get("16").asDouble();
    assertTrue(fine > 0 && coarse > 0, score.toString());
    assertEquals((fine + coarse) / 2, score.get("swd").asDouble(), 1e-9);
  }

  @Test
  void aScoreSaysHowAlikeAndHowNearToTheTrainingSetTheImagesAre() throws Exception {
    JsonNode line = evaluate(0, "--count", "20");
    JsonNode score = line.get("scores").get(0);
    double alike = score.get("msSsim").asDouble();
    assertTrue(alike > 0 && alike < 1, score.toString());
    JsonNode nearest = score.get("nearest");
    // two rounds draw nothing like a face, and no face of the set is repeated
    assertTrue(nearest.get("drawn").asDouble() > nearest.get("real").asDouble(), score.toString());
    assertEquals(nearest.get("real").asDouble() / 2, nearest.get("threshold").asDouble(), 1e-9);
    assertEquals(0, nearest.get("nearDuplicates").asInt());
    assertEquals(0, nearest.get("realNearDuplicates").asInt());
    JsonNode reference = line.get("reference");
    assertEquals(20, reference.get("count").asInt());
    assertTrue(reference.get("swd").asDouble() < score.get("swd").asDouble(), line.toString());
    assertTrue(reference.get("msSsim").asDouble() > 0, line.toString());
    assertEquals(20, evaluate(0, "--count", "40").get("reference").get("count").asInt());
  }

  @Test
  void featuresOfANetworkAreComparedUnderItsName() throws Exception {
    Path model = featureModel();
    JsonNode line = evaluate(0, "--count", "30", "--features", model.toString());
    assertEquals("tiny-marked.onnx", line.get("features").get("model").asText());
    assertEquals(5, line.get("features").get("dimensions").asInt());
    assertEquals(64, line.get("features").get("sha256").asText().length());
    JsonNode score = line.get("scores").get(0);
    double floor = line.get("reference").get("frechet").asDouble();
    assertTrue(score.get("frechet").asDouble() > 2 * floor && floor > 0, line.toString());
    assertTrue(score.get("kernel").asDouble() > 0, line.toString());
    assertTrue(score.path("fid").isMissingNode() && score.path("kid").isMissingNode());
    JsonNode bytes =
        evaluate(0, "--count", "30", "--features", model.toString(), "--feature-range", "0..255");
    assertTrue(
        bytes.get("scores").get(0).get("frechet").asDouble() > score.get("frechet").asDouble());
  }

  @Test
  void fidIsRefusedForFeaturesThatAreNotInceptions() throws Exception {
    String error =
        evaluate(78, "--features", featureModel().toString(), "--fid", "--count", "30")
            .get("error")
            .asText();
    assertTrue(error.startsWith("FID and KID are of Inception's 2048 pool features, but"), error);
    assertTrue(error.contains("gives 5 numbers") && error.contains("leave out --fid"), error);
    assertTrue(evaluate(64, "--fid", "--count", "30").get("error").asText().contains("--features"));
    String noModel = folder.resolve("tiny.conf").toString();
    error = evaluate(78, "--features", noModel, "--count", "30").get("error").asText();
    assertTrue(error.startsWith("tiny.conf cannot be used for --features: ONNX Runtime"), error);
    evaluate(66, "--features", folder.resolve("none.onnx").toString(), "--count", "30");
    evaluate(64, "--features", featureModel().toString(), "--feature-range", "1", "--count", "30");
  }

  @Test
  void allSnapshotsAreScoredInTheirOrder() throws Exception {
    JsonNode scores = evaluate(0, "--count", "40", "--snapshots", "all").get("scores");
    assertEquals(2, scores.size());
    assertEquals(1, scores.get(0).get("round").asInt());
    assertEquals(2, scores.get(1).get("round").asInt());
    assertNotEquals(scores.get(0).get("swd").asDouble(), scores.get(1).get("swd").asDouble());
    JsonNode newest = evaluate(0, "--count", "40");
    assertEquals(newest.get("scores").get(0), scores.get(1));
    assertTrue(newest.path("best").isMissingNode(), newest.toString());
  }

  @Test
  void theBestOfSeveralIsNamedInTheLineAndTheRunIsLeftAsItIs() throws Exception {
    JsonNode line = evaluate(0, "--count", "40", "--snapshots", "2,1");
    JsonNode scores = line.get("scores");
    boolean second = scores.get(0).get("swd").asDouble() < scores.get(1).get("swd").asDouble();
    assertTrue(scores.get(0).get("diversity").asDouble() < 1.4, line.toString());
    assertEquals("snapshots/r0000000" + (second ? 2 : 1), line.get("best").asText());
    assertFalse(Files.exists(Path.of(run, "best.json")));
  }

  @Test
  void roundsThatAreNamedAreScoredInTheOrderGiven() throws Exception {
    JsonNode all = evaluate(0, "--count", "20", "--snapshots", "all").get("scores");
    JsonNode scores = evaluate(0, "--count", "20", "--snapshots", "2,1,2").get("scores");
    assertEquals(2, scores.size());
    assertEquals(all.get(1), scores.get(0));
    assertEquals(all.get(0), scores.get(1));
    scores = evaluate(0, "--count", "20", "--snapshots", "1").get("scores");
    assertEquals(1, scores.size());
    assertEquals(all.get(0), scores.get(0));
  }

  @Test
  void aRoundWithoutASnapshotIsNamedBeforeAnyIsScored() throws Exception {
    JsonNode line = evaluate(21, "--count", "20", "--snapshots", "1,7,2,9");
    assertEquals(
        "there is no snapshot of round 7, 9 in file:" + run + "/snapshots; there are those of 1, 2",
        line.get("error").asText());
    evaluate(64, "--count", "20", "--snapshots", "1,latest");
    evaluate(64, "--count", "20", "--snapshots", "1,");
  }

  @Test
  void figuresDependOnTheSeedAndOnNeitherCoresNorTheFilesOfTheShards() throws Exception {
    String others = folder.resolve("others").toString();
    importToy(others, 60, 32, 7);
    JsonNode expected = evaluate(0, "--count", "40").get("scores");
    assertEquals(expected, evaluateOn("local[1]", shards));
    assertEquals(expected, evaluateOn("local[3]", shards));
    assertEquals(expected, evaluateOn("local[2]", others));
    assertNotEquals(expected, evaluate(0, "--count", "40", "--seed", "2").get("scores"));
  }

  @Test
  void tooFewRealImagesIsCode65() throws Exception {
    String error = evaluate(65, "--count", "61").get("error").asText();
    assertEquals(
        "file:"
            + shards
            + " holds 60 images, but --count 61 wants as many real ones as drawn:"
            + " lower it or import more",
        error);
    evaluate(0, "--count", "60");
  }

  @Test
  void imagesOfAnotherProgramAreScoredAsThoseOfARunAre() throws Exception {
    String elsewhere = folder.resolve("elsewhere").toString();
    importToy(elsewhere, 44, 32, 16);
    JsonNode line =
        dcgan(0, "evaluate", "--pictures", elsewhere, "--against", shards, "--count", "40");
    assertEquals("file:" + elsewhere, line.get("pictures").asText());
    JsonNode score = line.get("scores").get(0);
    assertTrue(score.path("snapshot").isMissingNode(), score.toString());
    // They are faces of the very set, which the run's two rounds do not draw.
    JsonNode drawn = evaluate(0, "--count", "40").get("scores").get(0);
    assertTrue(score.get("swd").asDouble() < drawn.get("swd").asDouble() / 2, line.toString());
    assertEquals(40, score.get("nearest").get("nearDuplicates").asInt(), line.toString());
    dcgan(65, "evaluate", "--pictures", elsewhere, "--against", shards, "--count", "45");
    dcgan(64, "evaluate", "--against", shards);
    dcgan(64, "evaluate", run, "--pictures", elsewhere, "--against", shards);
  }

  @Test
  void noSnapshotIsTheBestYetWhichIsCode21() throws Exception {
    String error = evaluate(21, "--snapshots", "best").get("error").asText();
    assertTrue(error.contains("none was scored; train with evaluation.every above 0"), error);
  }

  @Test
  void mistakesAreNamed() throws Exception {
    assertTrue(evaluate(64, "--snapshots", "first").get("error").asText().contains("but is first"));
    assertTrue(evaluate(64, "--count", "0").get("error").asText().contains("from 4 to 32768"));
    String nowhere = folder.resolve("nowhere").toString();
    dcgan(66, "evaluate", run, "--against", nowhere);
    dcgan(66, "evaluate", nowhere, "--against", shards);
    String small = folder.resolve("small").toString();
    importToy(small, 4, 16, 4);
    String error =
        dcgan(78, "evaluate", run, "--against", small, "--count", "4").get("error").asText();
    assertTrue(error.contains("draws images of 32 pixels"), error);
    assertTrue(error.endsWith("are 16 pixels wide: import at 32"), error);
  }

  private static Path featureModel() throws Exception {
    Path model = folder.resolve("tiny-marked.onnx");
    Path resource = Path.of("src/test/resources/io/sparkdcgan/evaluation/tiny-marked.onnx");
    Files.copy(resource, model, StandardCopyOption.REPLACE_EXISTING);
    return model;
  }

  private static void importToy(String to, int images, int size, int shardImages) throws Exception {
    dcgan(
        0,
        "import",
        "toy:" + images,
        "--to",
        to,
        "--image-size",
        Integer.toString(size),
        "--shard-images",
        Integer.toString(shardImages));
  }

  private static JsonNode evaluateOn(String master, String shards) throws Exception {
    System.setProperty("spark.master", master);
    try {
      return dcgan(0, "evaluate", run, "--against", shards, "--count", "40").get("scores");
    } finally {
      System.clearProperty("spark.master");
    }
  }

  private static JsonNode evaluate(int exitCode, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("evaluate", run, "--against", shards));
    arguments.addAll(List.of(more));
    return dcgan(exitCode, arguments.toArray(String[]::new));
  }
}
