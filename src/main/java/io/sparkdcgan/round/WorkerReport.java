package io.sparkdcgan.round;

import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.round.LocalTraining.WorkerSeconds;

/**
 * What one worker says of its round. Crosses Spark. Losses and verdicts are means over the steps
 * that trained the network in question, NaN if none did.
 *
 * @param images that the worker trained on: its weight in the average
 * @param update how far it moved the networks
 * @param seconds where the worker's time went
 * @param gpu that the worker computed on, in words; empty for none
 */
public record WorkerReport(
    int worker,
    long images,
    WorkerUpdate update,
    StepLosses losses,
    WorkerSeconds seconds,
    String gpu) {
  /**
   * How far a worker moved both networks, and whether all that it made of them is finite: what
   * decides about its part in the average. Crosses Spark.
   */
  public record WorkerUpdate(Network generator, Network discriminator) {
    /** Compares where a worker began with where it ended. */
    static WorkerUpdate between(GanState start, GanState end) {
      return new WorkerUpdate(
          Network.between(start.generator(), end.generator()),
          Network.between(start.discriminator(), end.discriminator()));
    }

    /** Whether both are. */
    boolean finite() {
      return generator.finite && discriminator.finite;
    }

    /** Sum of squares over both networks. */
    double squares() {
      return generator.norm * generator.norm + discriminator.norm * discriminator.norm;
    }

    /**
     * One network's part.
     *
     * @param finite whether every parameter, moment and statistic is
     * @param norm length of the change of the parameters: the root of its squares' sum
     */
    public record Network(boolean finite, double norm) {
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
    }
  }
}
