package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.BestHint.Best;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Snapshots that go while they are chosen, as they do of a run that is being trained. */
class SnapshotOptionTest {
  @TempDir private Path root;
  private ObjectStore store;
  private DcganRun run;

  @BeforeEach
  void trainThreeSnapshots() {
    RunConfig config = TinyRuns.config(6, "artifacts.keep=3", "artifacts.grid-every=6");
    new TinyRuns(root).run("run", config, TinyRuns.workers(config)).train();
    store = new TinyRuns(root).store("run");
    run = DcganRun.open(new Configuration(), store.uri());
  }

  @Test
  void allOfThemAreThoseThatAreThereWhenItIsTheirTurn() {
    List<Long> read = new ArrayList<>();
    several("all")
        .forEach(
            snapshot -> {
              read.add(snapshot.round());
              store.delete(SnapshotStore.folder(4));
            });
    assertEquals(List.of(2L, 6L), read);
  }

  @Test
  void whereAllAreGoneTheNewestIsRead() {
    Stream<TrainedSnapshot> all = several("all").peek(snapshot -> {});
    store.delete(SnapshotStore.folder(2));
    store.delete(SnapshotStore.folder(4));
    assertEquals(List.of(6L), all.map(TrainedSnapshot::round).toList());
  }

  @Test
  void oneThatWasNamedByItsRoundIsSaidToBeGone() {
    Stream<TrainedSnapshot> named = several("2,4");
    store.delete(SnapshotStore.folder(4));
    Failure failure = assertThrows(Failure.class, named::toList);
    assertEquals(ExitCode.SNAPSHOT, failure.code());
  }

  @Test
  void theBestIsLookedUpAgainWhereItWasDeletedForABetterOne() {
    BestHint hint = new BestHint(store);
    hint.put(Best.bySwd(2, 20, 1));
    List<Long> tried = new ArrayList<>();
    long best =
        BestHint.read(
            hint::required,
            round -> {
              tried.add(round);
              if (round == 2) {
                hint.put(Best.bySwd(4, 10, 1));
                store.delete(SnapshotStore.folder(2));
              }
              return run.after(round).round();
            });
    assertEquals(4, best);
    assertEquals(List.of(2L, 4L), tried);
    store.delete(SnapshotStore.folder(4));
    assertEquals(ExitCode.SNAPSHOT, assertThrows(Failure.class, () -> several("best")).code());
  }

  private Stream<TrainedSnapshot> several(String which) {
    Options options = new Options();
    new CommandLine(options).parseArgs("--snapshots", which);
    return options.several.of(run);
  }

  @Command
  private static final class Options {
    @Mixin private SnapshotOption.Several several;
  }
}
