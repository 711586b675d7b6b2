package io.sparkdcgan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes and Spark properties in conf/. */
final class RecipesTest {
  private static final Path CONF = Path.of("conf");

  static Stream<Path> recipes() throws IOException {
    return files(".conf");
  }

  static Stream<Path> sparkProperties() throws IOException {
    return files(".properties").filter(file -> file.getFileName().toString().startsWith("spark-"));
  }

  private static Stream<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeIsValidAndNamesItsRunAfterItsFile(Path recipe) throws IOException {
    assertEquals(recipe.getFileName().toString(), read(recipe).name() + ".conf");
  }

  @ParameterizedTest
  @CsvSource({
    "faces-64.conf, 202599",
    "lsun-64.conf, 2758042",
    "imagenet-32.conf, 1281167",
    "cifar10-32.conf, 50000"
  })
  void aRecipeOfADataSetTakes25EpochsOfIt(String recipe, long images) throws IOException {
    RunConfig run = read(CONF.resolve(recipe));
    double imagesOfARound =
        (double) run.averaging().localSteps().most() * run.training().batchSize();
    assertEquals(Math.ceil(25 * images / imagesOfARound), run.training().rounds());
  }

  @ParameterizedTest
  @CsvSource({"faces-64.conf, 64", "lsun-64.conf, 64", "imagenet-32.conf, 32"})
  void thePapersDataSetsAreTrainedAsInThePaper(String recipe, int imageSize) throws IOException {
    RunConfig run = read(CONF.resolve(recipe));
    assertEquals(Preset.PAPER, run.network().preset());
    RunConfig paper =
        ConfigReader.read(
            "paper", "data { shards = \"/shards\", image-size = " + imageSize + " }", List.of());
    assertEquals(paper.network(), run.network());
    assertEquals(paper.training().adam(), run.training().adam());
    assertEquals(128, run.training().batchSize());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void noRecipeGivesAWorkerFewImages(Path recipe) throws IOException {
    RunConfig run = read(recipe);
    assertTrue(run.minibatch().smallestShare() >= 16, run.minibatch().toString());
    assertEquals(run.minibatch().largestShare(), run.minibatch().smallestShare());
  }

  @Test
  void theSixRecipesAreThere() throws IOException {
    assertEquals(
        List.of(
            "bedrooms-64.conf",
            "cifar10-32.conf",
            "demo.conf",
            "faces-64.conf",
            "imagenet-32.conf",
            "lsun-64.conf"),
        recipes().map(recipe -> recipe.getFileName().toString()).toList());
  }

  @ParameterizedTest
  @MethodSource("sparkProperties")
  void everySparkPropertyIsOneAndSetOnce(Path file) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    assertEquals(lines.size(), properties.size(), "a property is set twice");
    assertFalse(properties.isEmpty());
    properties.forEach(
        (name, value) -> {
          assertTrue(name.toString().startsWith("spark."), name.toString());
          assertFalse(value.toString().isBlank(), name.toString());
        });
  }

  private static RunConfig read(Path recipe) throws IOException {
    return ConfigReader.read(
        recipe.toString(), Files.readString(recipe), List.of("data.shards=/shards"));
  }
}
