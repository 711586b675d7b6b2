package io.sparkdcgan.benchmark.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run's configuration from variants and what is asked of all runs. */
final class LearnRunTest {
  private static final List<String> DEFAULTS = List.of("data.shards=none", "network.width=4");

  @Test
  void aRunIsAsLongAsItsImagesAreAndIsScoredAsOftenAsAsked() {
    LearnRun run = run("base:", 1, "training.batch-size=128", "averaging.local-steps=10");
    assertEquals("base-w1-s7", run.name());
    assertEquals("base-w1-s7", run.config().name());
    assertEquals(7, run.config().seed());
    assertEquals(1, run.config().averaging().workers());
    // 12,800 images of 1,280 a round.
    assertEquals(10, run.config().training().rounds());
    assertEquals(2, run.config().evaluation().every());
    assertEquals(2, run.config().artifacts().snapshotEvery());
  }

  @Test
  void sharesAreThoseOfTheRunsOwnPlan() {
    LearnRun run = run("base:", 4, "averaging.local-steps=8", "averaging.first-local-steps=2");
    StepShares shares = StepShares.of(run.config());
    assertEquals(4, Math.round(shares.all() / shares.largest()));
    assertEquals(2, shares.localSteps().of(0));
    // Ten rounds of 2 steps, ten of 4, then 8.
    assertEquals(11, shares.rounds(Math.round(shares.all() * 24)));
    assertEquals(1, shares.rounds(1));
  }

  @Test
  void whatIsSaidWinsOverWhatIsDerived() {
    LearnRun run =
        run("base: network.width=8 training.rounds=90", 2, "evaluation.every=9", "network.width=6");
    assertEquals(8, run.config().network().width());
    assertEquals(90, run.config().training().rounds());
    assertEquals(9, run.config().evaluation().every());
    assertEquals(9, run.config().artifacts().snapshotEvery());
    LearnRun saved = run("base:", 1, "training.rounds=100", "artifacts.snapshot-every=8");
    assertEquals(24, saved.config().evaluation().every(), "a multiple of 8 near 20");
  }

  @Test
  void mistakesAreThoseOfTheKeys() {
    Failure failure = assertThrows(Failure.class, () -> run("base: training.batchsize=8", 1));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
  }

  private static LearnRun run(String variant, int workers, String... overrides) {
    Variant chosen = Variant.parse(List.of(variant), List.of(workers)).get(0);
    return LearnRun.of(
        chosen, workers, 7, DEFAULTS, List.of(overrides), new LearnRun.Length(12_800, 5));
  }
}
