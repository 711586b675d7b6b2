package io.sparkdcgan.api;

import io.sparkdcgan.config.RunConfig.EvaluationConfig;
import io.sparkdcgan.explore.ObjectRegion;
import io.sparkdcgan.explore.PickedFile;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.StorageUri;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The figures of Radford et al. 2015, section 6, for one snapshot of a run: walks, vector
 * arithmetic, turns, the discriminator's filters, forgotten objects and nearest training images.
 * Each setting gives a new object.
 */
public final class DcganExploration {
  /** Fewer images have no extremes. */
  private static final int LEAST = 16;

  /** What fits into one array at 128 x 128 pixels. */
  private static final int MOST = EvaluationConfig.MOST_IMAGES;

  private static final int FILE_BYTES = 1 << 22;

  private final DcganRun run;
  private final TrainedSnapshot snapshot;
  private final ExplorationSettings settings;

  private DcganExploration(DcganRun run, TrainedSnapshot snapshot, ExplorationSettings settings) {
    this.run = run;
    this.snapshot = snapshot;
    this.settings = settings;
  }

  /** The exploration of a snapshot, with 1024 images of seed 1 and the run's own shards. */
  public static DcganExploration of(DcganRun run, TrainedSnapshot snapshot) {
    return new DcganExploration(run, snapshot, ExplorationSettings.ofDefaults());
  }

  /**
   * How many images are drawn to find those that differ most.
   *
   * @throws Failure {@code USAGE} if not from 16 to 32,768
   */
  public DcganExploration count(int count) {
    if (count < LEAST || count > MOST) {
      throw new Failure(
          ExitCode.USAGE, "--count must be from %d to %d, but is %d".formatted(LEAST, MOST, count));
    }
    return with(settings.count(count));
  }

  /** Names the drawn images: they are those that {@link TrainedSnapshot#draw} draws with it. */
  public DcganExploration seed(long seed) {
    return with(settings.seed(seed));
  }

  /** The real images, instead of those that the run was trained with. */
  public DcganExploration shards(String folder) {
    return with(settings.shards(folder));
  }

  /** A JSON file of groups of drawn images, as docs/EXPLORE.md describes it. */
  public DcganExploration vectors(String file) {
    return with(settings.vectors(file));
  }

  /** A JSON file of boxes around what is to be forgotten, as docs/EXPLORE.md describes it. */
  public DcganExploration boxes(String file) {
    return with(settings.boxes(file));
  }

  /**
   * What is to be forgotten where there are no boxes: {@code sky}, {@code light} or {@code dark}.
   *
   * @throws Failure {@code USAGE} if it is none of them
   */
  public DcganExploration region(String name) {
    ObjectRegion region =
        Arrays.stream(ObjectRegion.values())
            .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Failure(
                        ExitCode.USAGE,
                        "--region must be sky, light or dark, but is %s".formatted(name)));
    return with(settings.region(region));
  }

  private DcganExploration with(ExplorationSettings changed) {
    return new DcganExploration(run, snapshot, changed);
  }

  /**
   * Draws all figures and writes each as PNG with its numbers as JSON, and the page of all.
   *
   * @param spark stays the caller's to close
   * @param folder {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code CONFIGURATION} if a file has mistakes, the real images are of another
   *     size or the context cannot be used, {@code INPUT_MISSING} if files or shards are not there
   */
  public ExploredFigures into(JavaSparkContext spark, String folder) {
    ContextNeeds.require(spark);
    Configuration hadoop = spark.hadoopConfiguration();
    ImportedShards real =
        ImportedShards.open(hadoop, settings.files().shards().orElse(run.config().data().shards()));
    real.requireSizeOf(run, "give --shards of the same size");
    PickedImages picked = picked(hadoop);
    ExplorationFigures figures =
        new ExplorationFigures(
            run, snapshot, real, picked, settings.count(), settings.seed(), settings.region());
    return ThreadsInUse.during(
        1,
        "exploring",
        () -> Verdict.orFailure(() -> figures.write(spark, ObjectStore.at(folder, hadoop))));
  }

  /** Mistakes in the files are found before anything is drawn. */
  private PickedImages picked(Configuration hadoop) {
    Optional<PickedFile> vectors = settings.files().vectors().map(file -> picked(file, hadoop));
    Optional<PickedFile> boxes = settings.files().boxes().map(file -> picked(file, hadoop));
    return new PickedImages(
        vectors.map(PickedFile::sums).orElse(List.of()),
        vectors.map(PickedFile::turns).orElse(List.of()),
        boxes.map(file -> file.boxes(run.imageSize())).orElse(List.of()));
  }

  private static PickedFile picked(String file, Configuration hadoop) {
    return Verdict.orFailure(
        () -> {
          Path path = StorageUri.resolve(file, hadoop);
          ObjectStore parent = ObjectStore.at(path.getParent().toString(), hadoop);
          return PickedFile.of(file, parent.read(path.getName(), FILE_BYTES));
        });
  }
}
