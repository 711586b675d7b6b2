package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.ObjectStore;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.SnapshotStore;
import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.run.SampledGenerator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A run as commands see it that take its snapshots and change nothing: networks and states. */
final class TrainedRun {
  private final String uri;
  private final SnapshotStore snapshots;
  private final RunConfig config;
  private final GanNetworks networks;

  private TrainedRun(String uri, SnapshotStore snapshots, RunConfig config) {
    this.uri = uri;
    this.snapshots = snapshots;
    this.config = config;
    this.networks = GanNetworks.of(config.network());
  }

  /**
   * @throws Failure {@code INPUT_MISSING} if this is no run's folder, {@code SNAPSHOT} if its
   *     identity is damaged
   */
  static TrainedRun open(String run, Configuration hadoop) {
    RunFolder folder = new RunFolder(ObjectStore.at(run, hadoop));
    List<String> keys =
        folder.identity().configuration().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList();
    RunConfig config = ConfigReader.read(folder.store().uri("run.json"), "", keys);
    return new TrainedRun(folder.store().uri(), new SnapshotStore(folder.store()), config);
  }

  /** The run's folder in full. */
  String uri() {
    return uri;
  }

  NetworkConfig network() {
    return networks.config();
  }

  /** The generator that this state's pictures are drawn with, as the run's own grids are. */
  NetworkState sampled(GanState state) {
    return SampledGenerator.of(config, networks, state);
  }

  /** Rounds that have a snapshot, in ascending order. */
  List<Long> rounds() {
    return snapshots.rounds();
  }

  /**
   * The state of one snapshot.
   *
   * @throws Failure {@code SNAPSHOT} if there is none of that round, or a damaged one
   */
  GanState after(long round) {
    return snapshots.load(round, networks.generatorLayout(), networks.discriminatorLayout());
  }

  /**
   * The state of the newest intact snapshot.
   *
   * @throws Failure {@code SNAPSHOT} if there is none
   */
  GanState latest() {
    return snapshots
        .latest(networks.generatorLayout(), networks.discriminatorLayout())
        .orElseThrow(this::none)
        .state();
  }

  /** What to say where there are no snapshots. */
  Failure none() {
    return new Failure(ExitCode.SNAPSHOT, "%s has no snapshots yet; train it first".formatted(uri));
  }

  /** What to say to who wants the best snapshot; {@code remedy} is what to ask for instead. */
  Failure noBest(String remedy) {
    return new Failure(
        ExitCode.SNAPSHOT,
        "no snapshot of %s is the best: snapshots are not scored yet; %s".formatted(uri, remedy));
  }
}
