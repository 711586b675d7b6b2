package io.sparkdcgan.preflight;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.AveragingConfig.OuterConfig.Outer;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfig.DataConfig.Cache;
import io.sparkdcgan.config.RunConfig.EvaluationConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.engine.nd4j.StepMemory;
import io.sparkdcgan.evaluation.SlicedWasserstein;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.round.SlicePlan;
import java.util.stream.Stream;

/**
 * How large the things are that a run moves about, in bytes.
 *
 * @param workers logical workers
 * @param state parameters, both moments and statistics of both networks
 * @param outer what rounds remember in addition to it: velocities, moving means
 * @param result what comes back from a round: the slices of one state
 * @param generator the generator's parameters
 * @param discriminator the discriminator's parameters
 * @param workerMemory the native memory that one worker trains in
 * @param operation the most that one operation allocates and frees
 * @param largestShard one shard's images
 * @param images all shards' images
 * @param judged the images of one set that is evaluated: real ones, and as many drawn; 0 for a run
 *     that never is
 * @param judging what comparing two such sets takes besides
 * @param cachedInHeapAlone whether executors keep images in their heaps and nowhere else
 */
record RunSize(
    int workers,
    long state,
    long outer,
    long result,
    long generator,
    long discriminator,
    long workerMemory,
    long operation,
    long largestShard,
    long images,
    long judged,
    long judging,
    boolean cachedInHeapAlone) {

  /** Copies of a network's parameters in its state: themselves and two moments. */
  private static final int COPIES = 3;

  /** Batches that a worker has memory for: one that trains, one that is prepared. */
  private static final int BATCHES = 2;

  /**
   * @param judges how many real images there are to judge by
   */
  static RunSize of(RunConfig config, GanNetworks networks, ShardManifest manifest, long judges) {
    NetworkLayout generator = networks.generatorLayout();
    NetworkLayout discriminator = networks.discriminatorLayout();
    long state =
        Stream.of(generator, discriminator)
            .mapToLong(layout -> (long) COPIES * layout.parameterCount() + layout.statisticCount())
            .sum();
    int share = config.minibatch().largestShare();
    StepMemory step = StepMemory.of(networks, config.training(), share);
    int imageBytes = ImageBlock.imageBytes(config.data().imageSize());
    int judged = judged(config.evaluation(), judges);
    long batch = (long) share * (imageBytes + config.network().latentSize());
    return new RunSize(
        config.averaging().workers(),
        Float.BYTES * state,
        Float.BYTES * outer(config.averaging(), generator, discriminator),
        Float.BYTES * SlicePlan.of(networks, config.averaging().moments()).elements(),
        (long) Float.BYTES * generator.parameterCount(),
        (long) Float.BYTES * discriminator.parameterCount(),
        step.networks()
            + step.drawing()
            + step.judging()
            + step.scratch()
            + BATCHES * Float.BYTES * batch,
        step.operation(),
        manifest.shards().stream().mapToLong(Shard::images).max().orElse(0) * imageBytes,
        manifest.images() * imageBytes,
        (long) judged * imageBytes,
        SlicedWasserstein.heapBytes(judged, config.data().imageSize()),
        config.data().cache() == Cache.MEMORY);
  }

  private static int judged(EvaluationConfig evaluation, long judges) {
    return evaluation.every() == 0 ? 0 : (int) Math.min(evaluation.images(), judges);
  }

  private static long outer(
      AveragingConfig averaging, NetworkLayout generator, NetworkLayout discriminator) {
    long elements = 0;
    if (averaging.generatorOuter().kind() == Outer.NESTEROV) {
      elements += generator.parameterCount();
    }
    if (averaging.discriminatorOuter().kind() == Outer.NESTEROV) {
      elements += discriminator.parameterCount();
    }
    if (averaging.generatorEma() > 0) {
      elements += generator.parameterCount() + generator.statisticCount();
    }
    return elements;
  }
}
