package io.sparkdcgan.cli;

import static io.sparkdcgan.cli.InvokedCommand.dcgan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether {@code evaluate --features} says FID and KID. The models are as wide as Inception's pool
 * and no Inception: what is tested is the name, and that the command ends at that width.
 */
class EvaluateByInceptionTest {
  private static final String MARK = "spark-dcgan.features";
  private static final String POOL = "inception-2015-12-05/pool_3";
  private static final List<String> FID = List.of("fid", "kid", "kidDeviation");
  private static final List<String> ANY = List.of("frechet", "kernel", "kernelDeviation");

  @TempDir static Path folder;
  private static String real;
  private static String drawn;

  @BeforeAll
  static void importFaces() throws Exception {
    real = imported(24);
    drawn = imported(16);
  }

  @Test
  void markedFeaturesOfThatWidthGiveFidAndKid() throws Exception {
    JsonNode line = evaluate(0, 2048, Map.of(MARK, POOL), "--fid");
    assertSays(FID, ANY, line.get("reference"));
    assertSays(FID, ANY, line.get("scores").get(0));
    assertEquals(2048, line.get("features").get("dimensions").asInt());
    JsonNode unmarked = evaluate(0, 2048, Map.of());
    for (int i = 0; i < FID.size(); i++) {
      assertEquals(
          unmarked.get("scores").get(0).get(ANY.get(i)).asDouble(),
          line.get("scores").get(0).get(FID.get(i)).asDouble(),
          1e-9);
    }
  }

  /** Wide enough without a mark, and marked but too narrow. */
  @ParameterizedTest
  @CsvSource({"2048,", "2047,inception-2015-12-05/pool_3"})
  void everyOtherModelGivesFrechetAndKernel(int dimensions, String value) throws Exception {
    JsonNode line = evaluate(0, dimensions, value == null ? Map.of() : Map.of(MARK, value));
    assertSays(ANY, FID, line.get("reference"));
    assertSays(ANY, FID, line.get("scores").get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "2048,spark-dcgan.features,inception-v3/pool_3",
    "2048,spark-dcgan.features,inception-2015-12-05",
    "2048,spark-dcgan.features,Inception-2015-12-05/pool_3",
    "2048,spark-dcgan.feature,inception-2015-12-05/pool_3",
    "2049,spark-dcgan.features,inception-2015-12-05/pool_3",
    "1008,spark-dcgan.features,inception-2015-12-05/pool_3"
  })
  void whatIsNearlyMarkedIsRefusedAsFid(int dimensions, String key, String value) throws Exception {
    String error = evaluate(78, dimensions, Map.of(key, value), "--fid").get("error").asText();
    assertTrue(error.startsWith("FID and KID are of Inception's 2048 pool features, but"), error);
  }

  private static void assertSays(List<String> names, List<String> notThese, JsonNode score) {
    names.forEach(name -> assertTrue(score.path(name).isNumber(), score.toString()));
    notThese.forEach(name -> assertTrue(score.path(name).isMissingNode(), score.toString()));
    assertTrue(score.get(names.get(0)).asDouble() > 0, score.toString());
  }

  private static JsonNode evaluate(
      int exitCode, int dimensions, Map<String, String> metadata, String... more) throws Exception {
    Path model = FeatureModelFile.write(folder.resolve("model.onnx"), 32, dimensions, metadata);
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", "--pictures", drawn, "--against", real));
    arguments.addAll(List.of("--count", "12", "--features", model.toString()));
    arguments.addAll(List.of(more));
    return dcgan(exitCode, arguments.toArray(String[]::new));
  }

  private static String imported(int images) throws Exception {
    String to = folder.resolve("toys-" + images).toString();
    dcgan(0, "import", "toy:" + images, "--to", to, "--image-size", "32");
    return to;
  }
}
