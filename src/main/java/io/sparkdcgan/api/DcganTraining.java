package io.sparkdcgan.api;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.storage.RecipeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A training run as {@code submit/dcgan train} does it: the same configuration ends in the same
 * digest whoever asks for it. Every method that sets something gives a new object and leaves this
 * one as it is.
 */
public final class DcganTraining {
  private static final RecipeSource NO_RECIPE = new RecipeSource("the settings", "");

  private final Optional<String> recipe;
  private List<String> overrides = List.of();
  private TrainingListener listener = round -> {};
  private StopRequest stop = new StopRequest();

  private DcganTraining(Optional<String> recipe) {
    this.recipe = recipe;
  }

  /**
   * A run by a recipe; {@code reference.conf} documents every key.
   *
   * @param recipe path or URI of a file in HOCON, read when the run is planned
   */
  public static DcganTraining of(String recipe) {
    return new DcganTraining(Optional.of(recipe));
  }

  /** A run by the defaults of {@code reference.conf} and by what is set. */
  public static DcganTraining ofDefaults() {
    return new DcganTraining(Optional.empty());
  }

  /** Overrides a key of the recipe; what is set later wins. */
  public DcganTraining set(String key, Object value) {
    return set(List.of(key + "=" + value));
  }

  /** Overrides keys of the recipe, {@code key=value} each; what is set later wins. */
  public DcganTraining set(List<String> keysAndValues) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(keysAndValues);
    return with(copy -> copy.overrides = List.copyOf(all));
  }

  /** On these images: sets {@code data.shards} and {@code data.image-size}. */
  public DcganTraining on(ImportedShards shards) {
    return set("data.shards", shards.uri()).set("data.image-size", shards.imageSize());
  }

  /** Tells this one of every round, on the thread that trains. */
  public DcganTraining listener(TrainingListener told) {
    return with(copy -> copy.listener = Objects.requireNonNull(told, "told"));
  }

  /** Heeds this request to stop, which any thread may make at any time. */
  public DcganTraining stopOn(StopRequest request) {
    return with(copy -> copy.stop = Objects.requireNonNull(request, "request"));
  }

  /**
   * Reads the recipe and the manifest of the images, and sees that they can be; neither starts
   * Spark nor writes anything.
   *
   * @param hadoop of the file systems
   * @throws Failure {@code CONFIGURATION} with every mistake of the recipe, or if the images are of
   *     another size, {@code INPUT_MISSING} if recipe or images are not there, {@code DATA} if the
   *     images' manifest is damaged
   */
  public PlannedTraining plan(Configuration hadoop) {
    return Verdict.orFailure(
        () -> {
          RecipeSource source =
              recipe.isPresent() ? RecipeSource.read(recipe.get(), hadoop) : NO_RECIPE;
          Function<Map<String, String>, RunConfig> reading =
              defaults -> ConfigReader.read(source.name(), source.text(), overrides, defaults);
          return PlannedTraining.of(reading, hadoop, listener, stop);
        });
  }

  /**
   * Trains from where the run stands to its last round.
   *
   * @param spark stays the caller's to close
   * @param run the run's folder: {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure as {@link #plan} and {@link PlannedTraining#train}
   */
  public TrainingOutcome train(JavaSparkContext spark, String run) {
    return plan(spark.hadoopConfiguration()).train(new PlannedTraining.Given(spark), run);
  }

  private DcganTraining with(Consumer<DcganTraining> change) {
    DcganTraining copy = new DcganTraining(recipe);
    copy.overrides = overrides;
    copy.listener = listener;
    copy.stop = stop;
    change.accept(copy);
    return copy;
  }
}
