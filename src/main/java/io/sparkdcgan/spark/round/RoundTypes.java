package io.sparkdcgan.spark.round;

import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.round.LocalTraining.WorkerSeconds;
import io.sparkdcgan.round.StateAssembly.AveragedSlice;
import io.sparkdcgan.round.StateSlice;
import io.sparkdcgan.round.StateSlice.SliceValues.Fp16Delta;
import io.sparkdcgan.round.StateSlice.SliceValues.FullValues;
import io.sparkdcgan.round.WorkerMemoryPool;
import io.sparkdcgan.round.WorkerReport;
import io.sparkdcgan.round.WorkerReport.WorkerUpdate;
import io.sparkdcgan.spark.CrossingTypes;
import java.util.List;

/** What a round sends: slices of states, and what workers say of themselves. */
public final class RoundTypes implements CrossingTypes {
  @Override
  public List<Class<?>> types() {
    return List.of(
        StateSlice.class,
        FullValues.class,
        Fp16Delta.class,
        AveragedSlice.class,
        AveragedSlice[].class,
        WorkerMemoryPool.class,
        WorkerReport.class,
        WorkerReport[].class,
        WorkerUpdate.class,
        WorkerUpdate.Network.class,
        WorkerSeconds.class,
        StepLosses.class);
  }
}
