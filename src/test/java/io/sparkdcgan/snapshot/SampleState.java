package io.sparkdcgan.snapshot;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.random.RandomStream;
import java.util.List;

/** Two small networks and a state of them, drawn from a seed. */
public final class SampleState {
  public static final NetworkLayout GENERATOR =
      new NetworkLayout(
          List.of(),
          List.of(
              new TensorSlot("project.W", List.of(6L, 4L), 0),
              new TensorSlot("project-norm.gamma", List.of(6L), 24),
              new TensorSlot("up1.W", List.of(2L, 3L, 2L, 2L), 30)),
          List.of(
              new TensorSlot("project-norm.mean", List.of(6L), 0),
              new TensorSlot("project-norm.var", List.of(6L), 6)));
  public static final NetworkLayout DISCRIMINATOR =
      new NetworkLayout(
          List.of(),
          List.of(
              new TensorSlot("down1.W", List.of(3L, 2L, 2L, 2L), 0),
              new TensorSlot("verdict.W", List.of(1L, 3L), 24)),
          List.of());

  private SampleState() {}

  /** A state after so many rounds of 10 steps of 2 workers with 8 images each. */
  public static GanState after(long round) {
    Progress progress = new Progress(round, round * 10, round * 160, round * 160);
    return new GanState(
        network("g", GENERATOR, round), network("d", DISCRIMINATOR, round), progress);
  }

  /** The same with velocities of both networks and a moving mean of the generator. */
  public static GanState remembering(long round) {
    GanState state = after(round);
    return new GanState(
        state.generator(),
        state.discriminator(),
        state.progress(),
        new OuterMemory(
            floats("gu", GENERATOR.parameterCount(), round),
            floats("du", DISCRIMINATOR.parameterCount(), round),
            floats("gp mean", GENERATOR.parameterCount(), round),
            floats("gs mean", GENERATOR.statisticCount(), round)));
  }

  private static NetworkState network(String name, NetworkLayout layout, long round) {
    return new NetworkState(
        floats(name + "p", layout.parameterCount(), round),
        floats(name + "m", layout.parameterCount(), round),
        floats(name + "v", layout.parameterCount(), round),
        floats(name + "s", layout.statisticCount(), round),
        round * 5);
  }

  private static float[] floats(String purpose, int count, long round) {
    RandomStream random = RandomStream.of(7, purpose, round);
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
