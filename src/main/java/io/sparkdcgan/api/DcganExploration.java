package io.sparkdcgan.api;

import io.sparkdcgan.config.RunConfig.EvaluationConfig;
import io.sparkdcgan.explore.ObjectRegion;
import io.sparkdcgan.explore.ObjectRegion.ObjectBox;
import io.sparkdcgan.explore.PickedFile;
import io.sparkdcgan.explore.TurnFigure.Turn;
import io.sparkdcgan.explore.VectorSum;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

  /**
   * Figures that were drawn.
   *
   * @param folder in full
   * @param round completed rounds of the snapshot that they show
   * @param figures name to URI of the PNG; its numbers lie next to it, as {@code .json}
   * @param page URI of {@code explore.html}, which shows all of them
   */
  public record ExploredFigures(
      String folder, long round, Map<String, String> figures, String page) {}

  /**
   * What a user picked by eye; what is empty is chosen automatically.
   *
   * @param sums arithmetic of groups of drawn images
   * @param turns directions between groups of drawn images
   * @param boxes around what is to be forgotten
   */
  record PickedImages(List<VectorSum> sums, List<Turn> turns, List<ObjectBox> boxes) {}

  final DcganRun run;
  final TrainedSnapshot snapshot;
  int count = 1024;
  long seed = 1;
  WorkListener listener = WorkProgress.UNHEARD;
  ObjectRegion region = ObjectRegion.SKY;
  private Optional<String> shards = Optional.empty();
  private Optional<String> vectors = Optional.empty();
  private Optional<String> boxes = Optional.empty();

  private DcganExploration(DcganRun run, TrainedSnapshot snapshot) {
    this.run = run;
    this.snapshot = snapshot;
  }

  /** The exploration of a snapshot, with 1024 images of seed 1 and the run's own shards. */
  public static DcganExploration of(DcganRun run, TrainedSnapshot snapshot) {
    return new DcganExploration(run, snapshot);
  }

  /**
   * How many images are drawn to find those that differ most.
   *
   * @throws Failure {@code USAGE} if not from 16 to 32,768
   */
  public DcganExploration count(int images) {
    TrainedSnapshot.requireCount(images, LEAST, MOST);
    return with(copy -> copy.count = images);
  }

  /** Names the drawn images: they are those that {@link TrainedSnapshot#draw} draws with it. */
  public DcganExploration seed(long number) {
    return with(copy -> copy.seed = number);
  }

  /** The real images, instead of those that the run was trained with. */
  public DcganExploration shards(String folder) {
    return with(copy -> copy.shards = Optional.of(folder));
  }

  /** A JSON file of groups of drawn images, as docs/EXPLORE.md describes it. */
  public DcganExploration vectors(String file) {
    return with(copy -> copy.vectors = Optional.of(file));
  }

  /** A JSON file of boxes around what is to be forgotten, as docs/EXPLORE.md describes it. */
  public DcganExploration boxes(String file) {
    return with(copy -> copy.boxes = Optional.of(file));
  }

  /**
   * What is to be forgotten where there are no boxes: {@code sky}, {@code light} or {@code dark}.
   *
   * @throws Failure {@code USAGE} if it is none of them
   */
  public DcganExploration region(String name) {
    ObjectRegion known =
        Arrays.stream(ObjectRegion.values())
            .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Failure(
                        ExitCode.USAGE,
                        "--region must be sky, light or dark, but is %s".formatted(name)));
    return with(copy -> copy.region = known);
  }

  /** Somebody who is told how it gets on. */
  public DcganExploration listener(WorkListener told) {
    return with(copy -> copy.listener = told);
  }

  private DcganExploration with(Consumer<DcganExploration> change) {
    DcganExploration copy = new DcganExploration(run, snapshot);
    copy.count = count;
    copy.seed = seed;
    copy.listener = listener;
    copy.region = region;
    copy.shards = shards;
    copy.vectors = vectors;
    copy.boxes = boxes;
    change.accept(copy);
    return copy;
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
    ImportedShards real = ImportedShards.open(hadoop, shards.orElse(run.config().data().shards()));
    real.requireSizeOf(run, "give --shards of the same size");
    ExplorationFigures figures = new ExplorationFigures(this, real, picked(hadoop));
    return ThreadsInUse.during(
        1,
        "exploring",
        () -> Verdict.orFailure(() -> figures.write(spark, ObjectStore.at(folder, hadoop))));
  }

  /** Mistakes in the files are found before anything is drawn. */
  private PickedImages picked(Configuration hadoop) {
    Optional<PickedFile> groups = vectors.map(file -> picked(file, hadoop));
    Optional<PickedFile> places = boxes.map(file -> picked(file, hadoop));
    return new PickedImages(
        groups.map(PickedFile::sums).orElse(List.of()),
        groups.map(PickedFile::turns).orElse(List.of()),
        places.map(file -> file.boxes(run.imageSize())).orElse(List.of()));
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
