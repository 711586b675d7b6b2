package io.sparkdcgan.api;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.run.RunDrawing;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A run's folder, to take its snapshots from; changes nothing, so that it may be used while the run
 * is trained. Holds no resources.
 */
public final class DcganRun {
  private final String uri;
  private final SnapshotStore snapshots;
  private final BestHint best;
  private final RunConfig config;
  private final GanNetworks networks;

  private DcganRun(ObjectStore store, RunConfig config) {
    this.uri = store.uri();
    this.snapshots = new SnapshotStore(store);
    this.best = new BestHint(store);
    this.config = config;
    this.networks = GanNetworks.of(config.network());
  }

  /**
   * Opens a run by its identity, {@code run.json}.
   *
   * @param folder {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code INPUT_MISSING} if this is no run's folder, {@code SNAPSHOT} if its
   *     identity is damaged
   */
  public static DcganRun open(JavaSparkContext spark, String folder) {
    return open(spark.hadoopConfiguration(), folder);
  }

  /** The same without Spark. */
  public static DcganRun open(Configuration hadoop, String folder) {
    return Verdict.orFailure(() -> of(ObjectStore.at(folder, hadoop)));
  }

  static DcganRun of(ObjectStore store) {
    List<String> keys =
        new RunFolder(store)
            .identity().settings().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    return of(store, ConfigReader.read(store.uri("run.json"), "", keys));
  }

  /** A run that is known; reads nothing. */
  static DcganRun of(ObjectStore store, RunConfig config) {
    return new DcganRun(store, config);
  }

  /** The folder in full. */
  public String uri() {
    return uri;
  }

  /** Edge of the images that it draws, in pixels. */
  public int imageSize() {
    return config.network().imageSize();
  }

  RunConfig config() {
    return config;
  }

  /** Rounds that have a snapshot, in ascending order. */
  public List<Long> snapshots() {
    return Verdict.orFailure(snapshots::rounds);
  }

  /**
   * The snapshot after this many rounds; reads and checks every byte of its state.
   *
   * @throws Failure {@code SNAPSHOT} if there is none of that round, or a damaged one
   */
  public TrainedSnapshot after(long round) {
    return Verdict.orFailure(
        () ->
            snapshot(
                snapshots.load(round, networks.generatorLayout(), networks.discriminatorLayout())));
  }

  /**
   * The snapshots after these rounds, in the order given, each read when it is its turn.
   *
   * @throws Failure {@code SNAPSHOT} at once if any round has none; while they are read, if one is
   *     damaged
   */
  public Stream<TrainedSnapshot> after(List<Long> rounds) {
    return Verdict.orFailure(
        () -> {
          snapshots.requireThere(rounds);
          return rounds.stream().map(this::after);
        });
  }

  /**
   * The newest intact snapshot.
   *
   * @throws Failure {@code SNAPSHOT} if there is none
   */
  public TrainedSnapshot latest() {
    return Verdict.orFailure(
        () ->
            snapshot(
                snapshots
                    .latest(networks.generatorLayout(), networks.discriminatorLayout())
                    .orElseThrow(this::none)
                    .state()));
  }

  /** What its networks look like. */
  GanNetworks networks() {
    return networks;
  }

  /**
   * The discriminator after this round, or that of the newest intact snapshot.
   *
   * @throws Failure {@code SNAPSHOT} if there is none
   */
  TrainedDiscriminator discriminator(OptionalLong round) {
    return Verdict.orFailure(
        () -> {
          NetworkLayout drawing = networks.generatorLayout();
          NetworkLayout judging = networks.discriminatorLayout();
          GanState state =
              round.isPresent()
                  ? snapshots.load(round.getAsLong(), drawing, judging)
                  : snapshots.latest(drawing, judging).orElseThrow(this::none).state();
          return new TrainedDiscriminator(state.discriminator(), state.progress().round());
        });
  }

  /** A discriminator and the round that it was saved after. */
  record TrainedDiscriminator(NetworkState state, long round) {}

  /**
   * The snapshot that scored best while the run was trained, by {@code best.json}.
   *
   * @throws Failure {@code SNAPSHOT} if none was scored, or it is damaged
   */
  public TrainedSnapshot best() {
    return Verdict.orFailure(() -> BestHint.read(best::required, this::after));
  }

  /**
   * The round of that snapshot.
   *
   * @throws Failure {@code SNAPSHOT} if none was scored
   */
  public long bestRound() {
    return Verdict.orFailure(best::required);
  }

  private TrainedSnapshot snapshot(GanState state) {
    return new TrainedSnapshot(
        networks.config(),
        new RunDrawing(config, networks).generator(state),
        state.discriminator(),
        state.progress().round());
  }

  private Failure none() {
    return new Failure(ExitCode.SNAPSHOT, "%s has no snapshots yet; train it first".formatted(uri));
  }
}
