package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.GuardRecord;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification.Intact;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real small trainings on toy faces: the guard ends those that are spoiled, and no others. */
@Tag("endurance")
class PlantedCollapseIT {
  private static final int EVERY = 4;

  @TempDir Path root;

  @Test
  void fiftyTimesTheLearningRateIsNoticedWithinFiveEvaluationsOfEachLife() {
    Rollback back =
        endsWith20("rate", ToyTraining.config("training.learning-rate=0.05"), workers -> workers);
    assertTrue(back.alarm() <= 5 * EVERY, back.toString());
  }

  @Test
  void frozenDiscriminatorIsNoticedWithinFiveEvaluations() {
    int frozen = 8;
    Rollback back =
        endsWith20(
            "frozen", ToyTraining.config(), workers -> new FrozenDiscriminator(workers, frozen));
    assertTrue(back.alarm() <= frozen + 5 * EVERY, back.toString());
    assertEquals("the discriminator does not move, at 3 evaluations in a row", back.reason());
  }

  @Test
  void healthyRunRaisesNoAlarm() {
    RunConfig config = ToyTraining.config("run.seed=3");
    assertEquals(40, new ToyTraining(root).train("healthy", config, workers -> workers).round());
    assertFalse(new ToyTraining(root).store("healthy").exists("guard.json"));
  }

  private Rollback endsWith20(String name, RunConfig config, UnaryOperator<Workers> spoiling) {
    ToyTraining toy = new ToyTraining(root);
    Failure failure = assertThrows(Failure.class, () -> toy.train(name, config, spoiling));
    assertEquals(ExitCode.DIVERGED, failure.code(), failure.getMessage());
    long best = new BestHint(toy.store(name)).required();
    assertTrue(new SnapshotStore(toy.store(name)).verify(best) instanceof Intact);
    return new GuardRecord(toy.store(name)).find().orElseThrow();
  }
}
