package io.sparkdcgan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.LatentDistribution;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.NetworkConfig.SpectralNorm;
import io.sparkdcgan.config.RunConfig.ArtifactConfig;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.RunConfig.DataConfig;
import io.sparkdcgan.config.RunConfig.DataConfig.Cache;
import io.sparkdcgan.config.RunConfig.DurabilityConfig;
import io.sparkdcgan.config.RunConfig.EvaluationConfig;
import io.sparkdcgan.config.RunConfig.GuardConfig;
import io.sparkdcgan.config.RunConfig.SamplingConfig;
import io.sparkdcgan.config.RunConfig.SamplingConfig.Statistics;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.Augmentation;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.NetworkRates;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {
  private static final String MINIMAL = "data.shards = \"hdfs://namenode/faces\"\n";

  @Test
  void aRecipeThatNamesOnlyItsShardsIsThePaper() {
    RunConfig run = read(MINIMAL);
    assertEquals(
        new RunConfig(
            "dcgan",
            1,
            new DataConfig("hdfs://namenode/faces", 64, Cache.MEMORY_AND_DISK),
            new NetworkConfig(
                Preset.PAPER,
                64,
                128,
                5,
                100,
                LatentDistribution.UNIFORM,
                BatchNorm.ALL,
                SpectralNorm.NONE),
            new TrainingConfig(
                100,
                128,
                Schedule.ALTERNATE_BATCHES,
                GeneratorLoss.NON_SATURATING,
                Optimizer.ADAM,
                new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
                1e-5),
            AveragingConfig.plain(2, 10),
            new SamplingConfig(Statistics.RUNNING),
            new ArtifactConfig(10, 10, 3, 0, 8),
            new EvaluationConfig(0, 1024),
            new GuardConfig(GuardConfig.Enabled.AUTO, 0.5, 3),
            new ComputeConfig(1),
            new DurabilityConfig(60, 25, 3, 0),
            BatchKey.TOGETHER),
        run);
  }

  @Test
  void thePytorchPresetChangesFiveKeys() {
    RunConfig run = read(MINIMAL + "network.preset = pytorch");
    assertEquals(
        new NetworkConfig(
            Preset.PYTORCH,
            64,
            64,
            4,
            100,
            LatentDistribution.NORMAL,
            BatchNorm.ALL,
            SpectralNorm.NONE),
        run.network());
    assertEquals(Schedule.EACH_BATCH, run.training().schedule());
    assertEquals(0, run.training().l2());
  }

  @Test
  void aKeyThatIsSetBeatsThePreset() {
    RunConfig run =
        read(
            MINIMAL
                + """
                network { preset = pytorch, width = 16, kernel = 5, latent-distribution = uniform }
                training { schedule = alternate-batches, l2 = 1e-3 }
                """);
    assertEquals(
        new NetworkConfig(
            Preset.PYTORCH,
            64,
            16,
            5,
            100,
            LatentDistribution.UNIFORM,
            BatchNorm.ALL,
            SpectralNorm.NONE),
        run.network());
    assertEquals(Schedule.ALTERNATE_BATCHES, run.training().schedule());
    assertEquals(1e-3, run.training().l2());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "faces-64_b.2", "a..b"})
  void aRunsNameIsOneOfAFile(String name) {
    assertEquals(name, read(MINIMAL, "run.name=" + name).name());
  }

  @Test
  void aRunsNameHasAtMost63Letters() {
    assertEquals(63, read(MINIMAL, "run.name=" + "x".repeat(63)).name().length());
    refused(MINIMAL, "run.name=" + "x".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".", "../faces", "/faces", "a/b", "a\\b", "-a", "A", "a b", "\u00fc", "a:b"})
  void aRunsNameThatCouldLeaveItsFolderIsRefused(String name) {
    String message = refused(MINIMAL, "run.name=" + name).getMessage();
    assertTrue(message.startsWith("run.name must match "), message);
  }

  @Test
  void theLastOverrideWins() {
    RunConfig run =
        read(
            MINIMAL + "averaging.workers = 3",
            "averaging.workers=4",
            "averaging.local-steps=2",
            "averaging.workers = 5");
    assertEquals(5, run.averaging().workers());
    assertEquals(2, run.averaging().localSteps().most());
  }

  @Test
  void anOverrideMaySetAWholeSection() {
    RunConfig run = read(MINIMAL, "averaging={workers: 7, moments: reset}");
    assertEquals(7, run.averaging().workers());
    assertEquals(Moments.RESET, run.averaging().moments());
    assertEquals(10, run.averaging().localSteps().most());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hdfs://namenode:8020/faces", "\"s3a://bucket/a b\"", "/data/faces#1", "runs/x=y"})
  void anOverrideTakesUrisAsTheyAre(String uri) {
    assertEquals(uri.replace("\"", ""), read(MINIMAL, "data.shards=" + uri).data().shards());
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    Failure failure =
        refused(
            """
            run.name = "Faces 1"
            data { image-size = 48, cache = ram }
            network { width = 0, latent-size = many }
            training { batch-size = 12.5, beta1 = 1, l2 = -1 }
            averaging { local-stepz = 5, workers = 5000 }
            artifacts = 3
            evaluation.every = 15
            guard.patience = 0
            """,
            "averaging.local-steps=0");
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    assertEquals(
        """
        artifacts must be a section such as artifacts { ... }, but is 3 (faces.conf: 6)
        averaging.local-stepz is not a key: did you mean averaging.local-steps? (faces.conf: 5)
        run.name must match [a-z0-9][a-z0-9._-]{0,62}, but is "Faces 1" (faces.conf: 1)
        data.shards is required and must be the URI of the folder that import wrote, but is empty
        data.image-size must be 16, 32, 64 or 128, but is 48 (faces.conf: 2)
        data.cache must be none, memory, memory-and-disk or disk, but is "ram" (faces.conf: 2)
        network.width must be at least 1, but is 0 (faces.conf: 3)
        network.latent-size must be a whole number from 1 to 10000, but is "many" (faces.conf: 3)
        training.batch-size must be a whole number from 1 to 65536, but is 12.5 (faces.conf: 4)
        training.beta1 must be at least 0 and below 1, but is 1 (faces.conf: 4)
        training.l2 must be from 0 to 1, or preset, but is -1 (faces.conf: 4)
        averaging.workers must be at most 4096, but is 5000 (faces.conf: 5)
        averaging.local-steps must be at least 1, but is 0 (--set)
        evaluation.every must be 0 or a multiple of artifacts.snapshot-every = 10, so that the best state has a snapshot, but is 15 (faces.conf: 7)
        guard.patience must be at least 1, but is 0 (faces.conf: 8)\
        """,
        failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "averagin.workers, did you mean averaging.workers?",
    "workers, did you mean averaging.workers?",
    "averaging.local_steps, did you mean averaging.local-steps?",
    "training.image-size, did you mean data.image-size?",
    "network.depth.of.field, reference.conf lists them all",
  })
  void anUnknownKeyIsAnsweredWithTheNearestOne(String key, String remedy) {
    assertEquals(
        "%s is not a key: %s (faces.conf: 2)".formatted(key, remedy),
        refused(MINIMAL + key + " = 1").getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run:\n  name: small\ntraining:\n  rounds: 2\n",
        "---\nrun:\n  name: small\n",
        "run:\r\n    name: small\r\n",
        "data:\n  - shards\n"
      })
  void yamlIsNamed(String text) {
    String message = refused(text).getMessage();
    assertTrue(message.contains("it looks like YAML, but a recipe is in HOCON or JSON"), message);
    assertTrue(message.matches("(?s)faces.conf: \\d+: .*"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[1]", "{ a = 1 }", "true", "\"\"", "1e400", "0x10", "3 4", "-1"})
  void whatIsNoWholeNumberWithinItsBoundsIsRefused(String value) {
    String message = refused(MINIMAL + "averaging.workers = " + value).getMessage();
    assertTrue(message.startsWith("averaging.workers must be "), message);
    assertEquals(1, message.lines().count(), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "8.0", "\"8\"", "8e0"})
  void aWholeNumberMayBeWrittenInAnyWay(String value) {
    assertEquals(8, read(MINIMAL + "averaging.workers = " + value).averaging().workers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808"})
  void everyLongIsASeed(String seed) {
    assertEquals(Long.parseLong(seed), read(MINIMAL, "run.seed=" + seed).seed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1e-4", "NaN", "Infinity", "1e-400", "fast", "null", "[]"})
  void aLearningRateThatCouldNotLearnIsRefused(String value) {
    String message = refused(MINIMAL + "training.learning-rate = " + value).getMessage();
    assertTrue(
        message.startsWith("training.learning-rate must be a number above 0 and at most 1"),
        message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"other.conf\"",
        "include url(\"http://127.0.0.1:1/x.conf\")",
        "include file(\"/etc/hostname\")",
        "include classpath(\"reference.conf\")",
        "include required(\"other.conf\")",
      })
  void includesAreRefused(String include) {
    String message = refused(MINIMAL + include).getMessage();
    assertTrue(message.contains("is not allowed: write the keys into the recipe"), message);
  }

  @Test
  void aReferenceMayNameAnyKey() {
    RunConfig run =
        read(
            MINIMAL + "artifacts { snapshot-every = 7, grid-every = ${artifacts.snapshot-every} }");
    assertEquals(7, run.artifacts().gridEvery());
  }

  @Test
  void aReferenceNeverReadsTheEnvironment() {
    String message = refused(MINIMAL + "run.name = ${PATH}").getMessage();
    assertTrue(message.contains("${PATH}") && message.contains("not the environment"), message);
    assertEquals("dcgan", read(MINIMAL + "run.name = ${?PATH}").name());
  }

  @Test
  void aTextWithoutQuotesIsAnsweredWithTheRemedy() {
    String message = refused("data.shards = hdfs://namenode/faces").getMessage();
    assertTrue(message.startsWith("faces.conf: 1: "), message);
    assertTrue(message.endsWith("(text that holds : or // or = needs double quotes)"), message);
  }

  @Test
  void overridesThatCannotBeUnderstoodAreAllNamed() {
    assertEquals(
        """
        --set averaging.workers must have the form key=value
        --set averaging.workers must give one value in HOCON, but is empty
        --set averaging.workers must give one value in HOCON, but is 1, run.seed = 2
        --set a..b must give one value in HOCON, but is 1\
        """,
        refused(
                MINIMAL,
                "averaging.workers",
                "averaging.workers=",
                "averaging.workers=1, run.seed = 2",
                "a..b=1")
            .getMessage());
  }

  /** By hand: 2 * (25 * 2 * 1024^2 * (1 + 4 + 16 + 64) + 25 * 3 * 1024) + 16 * 16384 * 101. */
  @Test
  void networksWhoseStateCouldNotTravelAreRefused() {
    assertEquals(
        "network.width 1024 at data.image-size 128 and network.latent-size 100 makes 8939526144"
            + " parameters, but must make at most 178869589: lower network.width",
        refused(MINIMAL + "network.width = 1024, data.image-size = 128").getMessage());
  }

  @Test
  void theSizeOfTheNetworksIsThatOfThePaperWithoutItsBatchNorms() {
    NetworkConfig paper = read(MINIMAL).network();
    // 18,885,760 and 17,232,768 parameters, less gamma and beta of 16384 + 512 + 256 + 128
    // channels in the generator and of 256 + 512 + 1024 in the discriminator.
    long norms = 2 * (16384 + 512 + 256 + 128 + 256 + 512 + 1024);
    assertEquals(18_885_760 + 17_232_768 - norms, paper.parameters());
  }

  @Test
  void theBatchSizeIsThatOfAllWorkersTogether() {
    RunConfig run = read(MINIMAL, "training.batch-size=130", "averaging.workers=4");
    assertEquals(130, run.training().batchSize());
    assertEquals(new Minibatch(130, 4), run.minibatch());
    assertEquals(BatchKey.TOGETHER, run.batchKey());
  }

  @Test
  void aWorkersBatchSizeTimesWorkersIsThatOfAll() {
    RunConfig run = read(MINIMAL, "training.worker-batch-size=32", "averaging.workers=4");
    assertEquals(128, run.training().batchSize());
    assertEquals(BatchKey.EACH, run.batchKey());
    assertEquals(
        read(MINIMAL, "training.batch-size=128", "averaging.workers=4").training(), run.training());
  }

  @Test
  void anOverrideOfOneBatchKeyBeatsTheOtherInTheRecipe() {
    String together = MINIMAL + "training.batch-size = 64";
    RunConfig each = read(together, "training.worker-batch-size=16");
    assertEquals(32, each.training().batchSize());
    assertEquals(BatchKey.EACH, each.batchKey());
    String ofAWorker = MINIMAL + "training.worker-batch-size = 16";
    RunConfig all = read(ofAWorker, "training.batch-size=64");
    assertEquals(64, all.training().batchSize());
    assertEquals(BatchKey.TOGETHER, all.batchKey());
    assertEquals(BatchKey.TOGETHER, read(ofAWorker, "training.worker-batch-size=share").batchKey());
  }

  @Test
  void bothBatchKeysInOneRecipeHaveToAgree() {
    assertEquals(
        "training.worker-batch-size must be left out, since training.batch-size = 128 (faces.conf:"
            + " 2) is given as well, or that one be left out, but is 32 (faces.conf: 2)",
        refused(MINIMAL + "training { batch-size = 128, worker-batch-size = 32 }").getMessage());
    refused(MINIMAL, "training.batch-size=128", "training.worker-batch-size=32");
    RunConfig agreed =
        read(
            MINIMAL + "averaging.workers = 4",
            "training.batch-size=128",
            "training.worker-batch-size=32");
    assertEquals(128, agreed.training().batchSize());
  }

  @ParameterizedTest
  @CsvSource({
    "training.worker-batch-size=65537, 'must be at most 65536, or share, but is 65537'",
    "training.worker-batch-size=0, 'must be at least 1, or share, but is 0'",
    "training.worker-batch-size=all, 'must be a whole number from 1 to 65536, or share, but is"
        + " \"all\"'",
    "training.batch-size=131073, 'must be at most 131072, but is 131073'",
  })
  void aBatchSizeOutOfItsBoundsIsRefused(String override, String sentence) {
    String key = override.substring(0, override.indexOf('='));
    assertEquals(key + " " + sentence + " (--set)", refused(MINIMAL, override).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"training.batch-size=130", "training.worker-batch-size=32"})
  void theResolvedKeysReadAsTheSameBatch(String given) {
    RunConfig run = read(MINIMAL, given, "averaging.workers=4");
    List<String> overrides =
        RunConfigKeys.of(run).entrySet().stream()
            .map(key -> key.getKey() + "=" + key.getValue())
            .toList();
    assertEquals(run, read("", overrides.toArray(String[]::new)));
  }

  @Test
  void aRunOfAnEarlierVersionKeepsItsKeysAndItsMeaning() {
    RunConfig run = read(MINIMAL, "training.batch-size=32", "averaging.workers=4");
    RunConfig earlier = run.asBegunEarlier(32);
    assertEquals(new Minibatch(128, 4), earlier.minibatch());
    assertEquals("32", RunConfigKeys.of(earlier).get("training.batch-size"));
    assertEquals(null, RunConfigKeys.of(earlier).get("training.worker-batch-size"));
    assertEquals(earlier, earlier.with(earlier.training(), earlier.seed()));
  }

  @Test
  void bothNetworksLearnAtTheOneRateUnlessTheyHaveTheirOwn() {
    TrainingConfig same = read(MINIMAL + "training.learning-rate = 3e-4").training();
    assertEquals(new NetworkRates(3e-4, 3e-4), same.rates());
    TrainingConfig two = read(MINIMAL + "training.discriminator-learning-rate = 4e-4").training();
    assertEquals(new NetworkRates(2e-4, 4e-4), two.rates());
    assertEquals(2e-4, two.generatorAdam().learningRate());
    assertEquals(4e-4, two.discriminatorAdam().learningRate());
    // A guard that halves the rate halves both.
    assertEquals(new NetworkRates(1e-4, 2e-4), two.atRate(1e-4).rates());
    assertEquals(
        "training.generator-learning-rate must be a number above 0 and at most 1, or same, but is"
            + " 0 (faces.conf: 2)",
        refused(MINIMAL + "training.generator-learning-rate = 0").getMessage());
  }

  @Test
  void aPresetKeepsTheGeneratorsMeanOverTheStepsOfARound() {
    assertEquals(0, read(MINIMAL).averaging().generatorEma());
    String pytorch = MINIMAL + "network.preset = pytorch\n";
    assertEquals(0.999, read(pytorch + "averaging.local-steps = 1").averaging().generatorEma());
    // 1 - 0.001 * 10 + 1e-6 * 45 - 1e-9 * 120 + ...
    assertEquals(0.99004488, read(pytorch).averaging().generatorEma(), 1e-8);
    assertEquals(0.9, read(pytorch, "averaging.generator-ema=0.9").averaging().generatorEma());
    assertEquals(
        "averaging.generator-ema must be at least 0 and below 1, or preset, but is 1 (--set)",
        refused(MINIMAL, "averaging.generator-ema=1").getMessage());
  }

  @Test
  void stableIsPyTorchsNetworkWithWhatHelpsOnSmallSets() {
    RunConfig stable = read(MINIMAL + "network.preset = stable");
    RunConfig pytorch = read(MINIMAL + "network.preset = pytorch");
    assertEquals(Augmentation.ALL, stable.training().augmentation());
    assertEquals(Augmentation.NONE, pytorch.training().augmentation());
    assertEquals(Augmentation.NONE, read(MINIMAL).training().augmentation());
    assertEquals(pytorch.averaging(), stable.averaging());
    assertEquals(pytorch.network().width(), stable.network().width());
    assertEquals(pytorch.training().schedule(), stable.training().schedule());
    assertEquals(SpectralNorm.NONE, stable.network().spectralNorm());
    RunConfig plain = read(MINIMAL + "network.preset = stable", "training.augment=none");
    assertEquals(pytorch.training(), plain.training());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[color] | true | false | false",
        "[cutout, translation] | false | true | true",
        "[] | false | false | false",
        "none | false | false | false"
      })
  void augmentationIsAListOfWhatIsDone(
      String value, boolean color, boolean translation, boolean cutout) {
    assertEquals(
        new Augmentation(color, translation, cutout),
        read(MINIMAL, "training.augment=" + value).training().augmentation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"color", "[colour]", "[color, [cutout]]", "3", "{}", "null"})
  void otherAugmentationsAreRefused(String value) {
    String message = refused(MINIMAL, "training.augment=" + value).getMessage();
    assertTrue(
        message.startsWith(
            "training.augment must be none, preset or a list of color, translation and cutout, but"
                + " is "),
        message);
  }

  @Test
  void aRunsOwnDefaultsHoldWhereTheRecipeNamesNothing() {
    String pytorch = MINIMAL + "network.preset = pytorch\n";
    Map<String, String> begun = Map.of("averaging.generator-ema", "0.0");
    RunConfig unnamed = ConfigReader.read("faces.conf", pytorch, List.of(), begun);
    assertEquals(0, unnamed.averaging().generatorEma());
    RunConfig named =
        ConfigReader.read("faces.conf", pytorch, List.of("averaging.generator-ema=0.5"), begun);
    assertEquals(0.5, named.averaging().generatorEma());
  }

  @Test
  void theResolvedKeysReadAsTheSameConfiguration() {
    RunConfig run =
        read(
            MINIMAL
                + """
                network.preset = pytorch
                averaging.moments = reset
                training { generator-loss = minimax, learning-rate = 1.5e-4, rounds = 2147483647 }
                training.discriminator-learning-rate = 4e-4
                training.augment = [cutout, color]
                """);
    List<String> overrides =
        RunConfigKeys.of(run).entrySet().stream()
            .map(key -> key.getKey() + "=" + key.getValue())
            .toList();
    assertEquals(run, read("", overrides.toArray(String[]::new)));
  }

  @Test
  void theResolvedKeysAreThoseOfTheReference() {
    assertEquals(
        RecipeText.reference().entrySet().stream()
            .map(java.util.Map.Entry::getKey)
            .sorted()
            .toList(),
        List.copyOf(RunConfigKeys.of(read(MINIMAL)).keySet()));
  }

  private static RunConfig read(String recipe, String... overrides) {
    return ConfigReader.read("faces.conf", recipe, List.of(overrides));
  }

  private static Failure refused(String recipe, String... overrides) {
    return assertThrows(Failure.class, () -> read(recipe, overrides));
  }
}
