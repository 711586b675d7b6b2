package io.sparkdcgan.config;

import com.typesafe.config.Config;
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
import io.sparkdcgan.config.RunConfig.GuardConfig.Enabled;
import io.sparkdcgan.config.RunConfig.SamplingConfig;
import io.sparkdcgan.config.RunConfig.SamplingConfig.Statistics;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.Augmentation;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.NetworkRates;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.config.Values.Mistakes;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Recipes in HOCON to a {@link RunConfig}, with every mistake at once.
 *
 * <p>Three layers, later ones win: {@code reference.conf}, the recipe, and the {@code --set}
 * overrides in their order. A run that is gone on with may have a few defaults of its own. A recipe
 * may use all of HOCON but {@code include}; {@code ${key}} may name any key of the layers, and
 * never the environment or a system property, so that a recipe means the same everywhere. An
 * override's value is HOCON as well, but for the text keys {@code run.name} and {@code
 * data.shards}, which take what follows the {@code =} as it stands, so that {@code --set
 * data.shards=hdfs://host/shards} needs no second pair of quotes.
 */
public final class ConfigReader {
  static final String PRESET = "preset";
  private static final String SAME = "same";
  private static final String RATE = "must be a number above 0 and at most 1";
  static final String DECAY = "must be at least 0 and below 1";
  private static final Pattern RUN_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  private final Values values;
  private final BatchReader batch;

  private ConfigReader(Values values) {
    this.values = values;
    this.batch = new BatchReader(values);
  }

  /**
   * Reads a recipe.
   *
   * @param name what messages call the recipe, for example its URI
   * @param recipe the recipe's text, in HOCON
   * @param overrides {@code key=value} each, later ones win
   * @throws io.sparkdcgan.failure.Failure of {@code CONFIGURATION}, one line for each mistake
   */
  public static RunConfig read(String name, String recipe, List<String> overrides) {
    return read(name, recipe, overrides, Map.of());
  }

  /**
   * Reads a recipe for a run that was begun with other defaults than there are now.
   *
   * @param name what messages call the recipe, for example its URI
   * @param recipe the recipe's text, in HOCON
   * @param overrides {@code key=value} each, later ones win
   * @param defaults values of keys that neither recipe nor overrides name
   * @throws io.sparkdcgan.failure.Failure of {@code CONFIGURATION}, one line for each mistake
   */
  public static RunConfig read(
      String name, String recipe, List<String> overrides, Map<String, String> defaults) {
    Mistakes mistakes = new Mistakes();
    RecipeText text = new RecipeText(mistakes);
    Config reference = RecipeText.reference();
    Config layers = text.recipe(name, recipe);
    for (String override : overrides) {
      layers = text.override(override).withFallback(layers);
    }
    for (Map.Entry<String, String> standing : defaults.entrySet()) {
      layers = layers.withFallback(text.override(standing.getKey() + "=" + standing.getValue()));
    }
    // What cannot be parsed is all that can be said: its keys would only seem to be missing.
    mistakes.throwIfAny();
    Config merged = text.resolve(layers.withFallback(reference));
    mistakes.throwIfAny();

    for (String section : new KeyNames(reference).check(merged, mistakes)) {
      merged = merged.withoutPath(section);
    }
    Values values = new Values(merged.withFallback(reference), mistakes);
    RunConfig run = new ConfigReader(values).run();
    mistakes.throwIfAny();
    checkSize(run.network(), mistakes);
    mistakes.throwIfAny();
    return run;
  }

  /** Keeps width, image and latent space together small enough for a state that can travel. */
  private static void checkSize(NetworkConfig network, Mistakes mistakes) {
    if (network.parameters() > NetworkConfig.MOST_PARAMETERS) {
      mistakes.add(
          ("network.width %s at data.image-size %s and network.latent-size %s makes %s parameters,"
                  + " but must make at most %s: lower network.width")
              .formatted(
                  network.width(),
                  network.imageSize(),
                  network.latentSize(),
                  network.parameters(),
                  NetworkConfig.MOST_PARAMETERS));
    }
  }

  private RunConfig run() {
    String name =
        values.text("run.name", RUN_NAME.asMatchPredicate(), "must match " + RUN_NAME.pattern());
    long seed = values.integer("run.seed", Long.MIN_VALUE, Long.MAX_VALUE);
    Preset preset = values.oneOf("network.preset", Preset.class);
    Conventions conventions = Conventions.of(preset);
    DataConfig data = data();
    NetworkConfig network = network(preset, conventions, data.imageSize());
    TrainingConfig training = training(conventions);
    AveragingConfig averaging = new AveragingReader(values, conventions.emaOfAStep()).averaging();
    SamplingConfig sampling =
        new SamplingConfig(values.oneOf("sampling.statistics", Statistics.class));
    ArtifactConfig artifacts = artifacts();
    EvaluationConfig evaluation = evaluation(artifacts);
    ComputeConfig compute = new ComputeConfig(values.integer("compute.threads", 1, 1024));
    return new RunConfig(
        name,
        seed,
        data,
        network,
        training,
        averaging,
        sampling,
        artifacts,
        evaluation,
        guard(),
        compute,
        durability(),
        batch.key());
  }

  private DataConfig data() {
    String shards =
        values.text(
            "data.shards",
            uri -> !uri.isBlank(),
            "is required and must be the URI of the folder that import wrote");
    return new DataConfig(
        shards,
        values.oneOf("data.image-size", 16, 32, 64, 128),
        values.oneOf("data.cache", Cache.class));
  }

  private NetworkConfig network(Preset preset, Conventions conventions, int imageSize) {
    return new NetworkConfig(
        preset,
        imageSize,
        values.is("network.width", PRESET)
            ? conventions.width()
            : values.integer("network.width", 1, 1024),
        values.is("network.kernel", PRESET)
            ? conventions.kernel()
            : values.oneOf("network.kernel", 4, 5),
        values.integer("network.latent-size", 1, 10_000),
        values.is("network.latent-distribution", PRESET)
            ? conventions.latentDistribution()
            : values.oneOfOr(PRESET, "network.latent-distribution", LatentDistribution.class),
        values.oneOf("network.batch-norm", BatchNorm.class),
        values.is("network.spectral-norm", PRESET)
            ? conventions.spectralNorm()
            : values.oneOfOr(PRESET, "network.spectral-norm", SpectralNorm.class));
  }

  private TrainingConfig training(Conventions conventions) {
    double rate = values.real("training.learning-rate", ConfigReader::isRate, RATE);
    return new TrainingConfig(
        values.integer("training.rounds", 1, Integer.MAX_VALUE),
        batch.images(),
        values.is("training.schedule", PRESET)
            ? conventions.schedule()
            : values.oneOfOr(PRESET, "training.schedule", Schedule.class),
        values.oneOf("training.generator-loss", GeneratorLoss.class),
        values.oneOf("training.optimizer", Optimizer.class),
        new AdamConfig(
            rate,
            values.real("training.beta1", ConfigReader::isDecay, DECAY),
            values.real("training.beta2", ConfigReader::isDecay, DECAY),
            values.real("training.epsilon", ConfigReader::isRate, RATE)),
        values.is("training.l2", PRESET)
            ? conventions.l2()
            : values.real(
                "training.l2", l2 -> l2 >= 0 && l2 <= 1, "must be from 0 to 1, or preset"),
        new NetworkRates(
            ownRate("training.generator-learning-rate", rate),
            ownRate("training.discriminator-learning-rate", rate)),
        AugmentationWords.read(values, conventions.augmentation()));
  }

  /** A network's own rate, where its key does not say that it is the same. */
  private double ownRate(String key, double same) {
    return values.is(key, SAME) ? same : values.real(key, ConfigReader::isRate, RATE + ", or same");
  }

  /** What {@link #RATE} says. */
  private static boolean isRate(double rate) {
    return rate > 0 && rate <= 1;
  }

  /** What {@link #DECAY} says. */
  static boolean isDecay(double beta) {
    return beta >= 0 && beta < 1;
  }

  private ArtifactConfig artifacts() {
    return new ArtifactConfig(
        values.integer("artifacts.snapshot-every", 1, Integer.MAX_VALUE),
        values.integer("artifacts.grid-every", 1, Integer.MAX_VALUE),
        values.integer("artifacts.keep", 1, Integer.MAX_VALUE),
        values.integer("artifacts.keep-every", 0, Integer.MAX_VALUE),
        values.integer("artifacts.grid-rows", 1, 32));
  }

  private DurabilityConfig durability() {
    return new DurabilityConfig(
        values.integer("run.lease-seconds", 5, 3600),
        values.integer("run.grace-seconds", 1, 3600),
        values.integer("run.round-retries", 0, 100),
        values.integer("run.round-deadline-seconds", 0, 604_800));
  }

  private EvaluationConfig evaluation(ArtifactConfig artifacts) {
    int every = values.integer("evaluation.every", 0, Integer.MAX_VALUE);
    values.require(
        every % artifacts.snapshotEvery() == 0,
        "evaluation.every",
        "must be 0 or a multiple of artifacts.snapshot-every = %s, so that the best state has a snapshot"
            .formatted(artifacts.snapshotEvery()));
    return new EvaluationConfig(
        every,
        values.integer(
            "evaluation.pictures", EvaluationConfig.LEAST_IMAGES, EvaluationConfig.MOST_IMAGES));
  }

  private GuardConfig guard() {
    return new GuardConfig(
        values.oneOf("guard.enabled", Enabled.class),
        values.real(
            "guard.rate-factor",
            factor -> factor > 0 && factor <= 1,
            "must be a number above 0 and at most 1"),
        values.integer("guard.patience", 1, 1000));
  }

  /** What {@code preset} means as a value; {@code reference.conf} shows the same table. */
  private record Conventions(
      int kernel,
      int width,
      LatentDistribution latentDistribution,
      double l2,
      Schedule schedule,
      double emaOfAStep,
      Augmentation augmentation,
      SpectralNorm spectralNorm) {

    static Conventions of(Preset preset) {
      return switch (preset) {
        case PAPER ->
            new Conventions(
                5,
                128,
                LatentDistribution.UNIFORM,
                1e-5,
                Schedule.ALTERNATE_BATCHES,
                0,
                Augmentation.NONE,
                SpectralNorm.NONE);
        case PYTORCH -> commonly(Augmentation.NONE);
        case STABLE -> commonly(Augmentation.ALL);
      };
    }

    /** The common PyTorch version. */
    private static Conventions commonly(Augmentation augmentation) {
      return new Conventions(
          4,
          64,
          LatentDistribution.NORMAL,
          0,
          Schedule.EACH_BATCH,
          0.999,
          augmentation,
          SpectralNorm.NONE);
    }
  }
}
