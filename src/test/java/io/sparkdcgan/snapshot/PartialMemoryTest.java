package io.sparkdcgan.snapshot;

import static io.sparkdcgan.snapshot.SampleState.DISCRIMINATOR;
import static io.sparkdcgan.snapshot.SampleState.GENERATOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import io.sparkdcgan.storage.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States whose bytes are vouched for, but that hold a part of what rounds remember. */
class PartialMemoryTest {
  private static final long ROUND = 10;

  @TempDir Path run;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "generator.project.W.velocity               | the generator's outer velocity",
        "generator.up1.W.velocity                   | the generator's outer velocity",
        "discriminator.verdict.W.velocity           | the discriminator's outer velocity",
        "generator.project-norm.gamma.mean-over-rounds | the generator's mean over rounds",
        "generator.project-norm.mean.mean-over-rounds  | the generator's mean over rounds",
      })
  void stateWithAPartOfItIsRefused(String tensor, String what) throws IOException {
    ObjectStore objects = ObjectStore.at(run.toString(), new Configuration());
    putWithout(tensor);
    SnapshotStore store = new SnapshotStore(objects);
    Failure failure = assertThrows(Failure.class, () -> store.resume(GENERATOR, DISCRIMINATOR));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertEquals(
        objects.uri("snapshots/r00000010")
            + ": the state holds only a part of %s: %s is missing".formatted(what, tensor),
        failure.getMessage());
  }

  @Test
  void stateWithAllOfItIsTaken() throws IOException {
    ObjectStore objects = ObjectStore.at(run.toString(), new Configuration());
    putWithout("nothing");
    assertEquals(
        SampleState.remembering(ROUND),
        new SnapshotStore(objects).load(ROUND, GENERATOR, DISCRIMINATOR));
  }

  /** A snapshot as a writer leaves it who forgets one tensor. */
  private void putWithout(String tensor) throws IOException {
    GanState state = SampleState.remembering(ROUND);
    List<StateTensors.Place> places =
        StateTensors.of(GENERATOR, DISCRIMINATOR, state).all().stream()
            .filter(place -> !place.name().equals(tensor))
            .toList();
    SafeTensors.Plan plan = new SafeTensors.Plan();
    StateFile.Counters.of(state).metadata().forEach(plan::metadata);
    places.forEach(at -> plan.tensor(at.name(), ElementType.F32, at.slot().shape()));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    SafeTensorsWriter writer = new SafeTensorsWriter(plan.done(), file);
    for (StateTensors.Place place : places) {
      writer.floats(place.values(), place.slot().offset());
    }
    writer.finish();
    new SnapshotBytes(ROUND, Map.of(SnapshotStore.STATE, file.toByteArray())).sealed().write(run);
  }
}
