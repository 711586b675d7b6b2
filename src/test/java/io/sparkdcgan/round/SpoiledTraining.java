package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Training whose results are spoiled where a test says so. As pure as the honest one, so it may
 * cross Spark and run twice.
 *
 * @param honest what is spoiled
 * @param spoiled at most one for each worker and round
 */
public record SpoiledTraining(LocalTraining honest, List<Spoiled> spoiled)
    implements LocalTraining {

  /**
   * One bad result.
   *
   * @param round 1 for the first
   * @param worker its number, from 0
   */
  public record Spoiled(long round, int worker, Fault fault) implements Serializable {}

  /** What is wrong with a result. */
  public enum Fault {
    NAN_IN_A_PARAMETER,
    INFINITY_IN_A_MOMENT,
    THOUSANDFOLD_UPDATE;

    /** The result with this fault; the honest one is left as it is. */
    public WorkerResult in(WorkerResult honest, GanState start) {
      GanState end = honest.state();
      NetworkState generator = end.generator();
      NetworkState discriminator = end.discriminator();
      GanState spoiled =
          switch (this) {
            case NAN_IN_A_PARAMETER ->
                new GanState(
                    network(generator, with(generator.parameters(), Float.NaN)),
                    discriminator,
                    end.progress());
            case INFINITY_IN_A_MOMENT ->
                new GanState(
                    generator,
                    new NetworkState(
                        discriminator.parameters(),
                        discriminator.firstMoments(),
                        with(discriminator.secondMoments(), Float.POSITIVE_INFINITY),
                        discriminator.statistics(),
                        discriminator.updates()),
                    end.progress());
            case THOUSANDFOLD_UPDATE ->
                new GanState(
                    network(generator, farther(start.generator(), generator)),
                    network(discriminator, farther(start.discriminator(), discriminator)),
                    end.progress());
          };
      return new WorkerResult(
          honest.worker(), spoiled, honest.images(), honest.losses(), honest.seconds());
    }

    private static NetworkState network(NetworkState like, float[] parameters) {
      return new NetworkState(
          parameters, like.firstMoments(), like.secondMoments(), like.statistics(), like.updates());
    }

    private static float[] with(float[] values, float poison) {
      float[] poisoned = values.clone();
      poisoned[poisoned.length / 2] = poison;
      return poisoned;
    }

    private static float[] farther(NetworkState start, NetworkState end) {
      float[] far = end.parameters().clone();
      for (int i = 0; i < far.length; i++) {
        far[i] = start.parameters()[i] + 1000 * (far[i] - start.parameters()[i]);
      }
      return far;
    }
  }

  @Override
  public WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool benches) {
    WorkerResult result = honest.train(start, task, shards, benches);
    long round = start.progress().round() + 1;
    Optional<Spoiled> bad =
        spoiled.stream()
            .filter(one -> one.round() == round && one.worker() == task.worker())
            .findFirst();
    return bad.map(one -> one.fault().in(result, start)).orElse(result);
  }
}
