package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;

/**
 * How far a worker moved both networks, and whether all that it made of them is finite: what
 * decides about its part in the average. A final class of plain fields, since it crosses Spark.
 */
public final class WorkerUpdate {
  private final Network generator;
  private final Network discriminator;

  private WorkerUpdate(Network generator, Network discriminator) {
    this.generator = generator;
    this.discriminator = discriminator;
  }

  /** Compares where a worker began with where it ended. */
  static WorkerUpdate between(GanState start, GanState end) {
    return new WorkerUpdate(
        Network.between(start.generator(), end.generator()),
        Network.between(start.discriminator(), end.discriminator()));
  }

  Network generator() {
    return generator;
  }

  Network discriminator() {
    return discriminator;
  }

  /** Whether both are. */
  boolean finite() {
    return generator.finite && discriminator.finite;
  }

  /** Sum of squares over both networks. */
  double squares() {
    return generator.norm * generator.norm + discriminator.norm * discriminator.norm;
  }

  /** One network's part. */
  public static final class Network {
    private final boolean finite;
    private final double norm;

    private Network(boolean finite, double norm) {
      this.finite = finite;
      this.norm = norm;
    }

    static Network between(NetworkState start, NetworkState end) {
      double squares = 0;
      float[] before = start.parameters();
      float[] after = end.parameters();
      for (int i = 0; i < after.length; i++) {
        double change = (double) after[i] - before[i];
        squares += change * change;
      }
      return new Network(end.isFinite(), Math.sqrt(squares));
    }

    /** Whether every parameter, moment and statistic is. */
    boolean finite() {
      return finite;
    }

    /** Length of the change of the parameters: the root of its squares' sum. */
    double norm() {
      return norm;
    }
  }
}
