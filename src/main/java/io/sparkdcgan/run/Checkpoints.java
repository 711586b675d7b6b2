package io.sparkdcgan.run;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.snapshot.Retention;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.SnapshotStore.Recovered;
import io.sparkdcgan.snapshot.SnapshotStore.Snapshot;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The states that a run keeps: the one that it goes on from, the newest that is saved, the one that
 * scored best, and the grids that show them. Snapshots are saved while the next rounds go on;
 * states are values, so nothing is copied for that. Closing it waits for the last save.
 */
final class Checkpoints implements AutoCloseable {
  private final RunConfig config;
  private final GanNetworks networks;
  private final ObjectStore run;
  private final RunDrawing drawing;
  private final SampleGrids grids;
  private final SnapshotStore snapshots;
  private final Scoreboard best;
  private final SnapshotUpload upload = new SnapshotUpload();
  private final GanState begin;
  private final OptionalLong resumedFrom;
  private Optional<Snapshot> latest;

  private Checkpoints(
      RunConfig config, GanNetworks networks, ObjectStore run, Optional<Recovered> recovered) {
    this.config = config;
    this.networks = networks;
    this.run = run;
    this.drawing = new RunDrawing(config, networks);
    this.grids = new SampleGrids(run);
    this.snapshots = new SnapshotStore(run);
    this.best = new Scoreboard(new BestHint(run), snapshots);
    this.begin =
        recovered.map(Recovered::state).orElseGet(() -> networks.initialState(config.seed()));
    this.latest = recovered.map(Recovered::snapshot);
    this.resumedFrom =
        latest.isPresent() ? OptionalLong.of(latest.get().round()) : OptionalLong.empty();
  }

  /**
   * Looks for the newest intact state of a run.
   *
   * @param watcher is told of the snapshots that it is not
   */
  static Checkpoints find(
      RunConfig config, GanNetworks networks, ObjectStore run, RunWatcher watcher) {
    SnapshotStore snapshots = new SnapshotStore(run);
    snapshots.incomplete().forEach(round -> watcher.passesOver(SnapshotStore.incomplete(round)));
    Optional<Recovered> recovered =
        snapshots.resume(networks.generatorLayout(), networks.discriminatorLayout());
    recovered.ifPresent(
        found -> found.passedOver().forEach(damaged -> watcher.passesOver(damaged.sentence())));
    return new Checkpoints(config, networks, run, recovered);
  }

  /** The newest intact state, or the one before the first round. */
  GanState begin() {
    return begin;
  }

  /** Draws a state's grid. */
  void draw(GanState state) {
    grids.put(state.progress().round(), drawing.grid(state));
  }

  /** Notes a save that has ended; does not wait, and throws what a save threw. */
  void settle() {
    note(upload.ended());
  }

  /** The same, and waits for the save under way. */
  void await() {
    note(upload.await());
  }

  /**
   * Begins to save a state. No other save is under way.
   *
   * @param scores of the state, if it was evaluated: it may be the best once it is saved
   */
  void save(GanState state, Optional<Scores> scores) {
    upload.begin(() -> saved(state, scores));
  }

  /** Whether the newest snapshot is of this state; waits for the save under way. */
  boolean hold(GanState state) {
    await();
    return latest.isPresent() && latest.get().round() == state.progress().round();
  }

  /** Training goes on after these lines of its log. */
  void lookBack(List<RoundLine> metrics) {
    long reached = begin.progress().round();
    best.begin(
        metrics,
        config.training().rounds(),
        snapshots.rounds().stream().filter(round -> round <= reached).toList());
  }

  private void note(Optional<Snapshot> saved) {
    latest = saved.or(() -> latest);
  }

  /** On the upload's thread. */
  private Snapshot saved(GanState state, Optional<Scores> scores) {
    NetworkState sampled = drawing.generator(state);
    Snapshot saved =
        snapshots.save(
            state,
            networks.generatorLayout(),
            networks.discriminatorLayout(),
            Map.of(
                "generator.zip",
                out -> StockNetworks.write(StockNetworks.generator(networks, sampled), out),
                "discriminator.zip",
                out -> StockNetworks.write(StockNetworks.discriminator(networks, state), out)),
            Scoreboard.toSave(scores),
            new Retention(config.artifacts().keep(), config.artifacts().keepEvery(), best.round()));
    // Only what is committed can be the best. The one before stays until the next is saved.
    scores.ifPresent(found -> best.saved(saved.round(), found));
    return saved;
  }

  /** URI of the newest snapshot. */
  Optional<String> latestUri() {
    return latest.map(Snapshot::uri);
  }

  /** SHA-256 of the newest snapshot's state. */
  Optional<String> digest() {
    return latest.map(Snapshot::digest);
  }

  /** Completed rounds at the start, if the run went on from a snapshot. */
  OptionalLong resumedFrom() {
    return resumedFrom;
  }

  /** URI of the snapshot that scored best. */
  Optional<String> bestUri() {
    return best.round().stream().boxed().map(SnapshotStore::folder).map(run::uri).findFirst();
  }

  /** Where the run is with this state, which is saved. */
  TrainingResult result(GanState state, OptionalDouble imagesPerSecond) {
    return new TrainingResult(
        run.uri(),
        state.progress().round(),
        config.training().rounds(),
        state.progress().imagesSeen(),
        imagesPerSecond,
        latestUri().orElseThrow(),
        digest().orElseThrow(),
        resumedFrom,
        bestUri());
  }

  @Override
  public void close() {
    upload.close();
  }
}
