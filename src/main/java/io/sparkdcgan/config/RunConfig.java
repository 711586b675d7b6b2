package io.sparkdcgan.config;

import io.sparkdcgan.config.RunConfig.EvaluationConfig;
import java.io.Serializable;

/**
 * All that a training run is told, validated. {@code reference.conf} documents every key.
 *
 * @param name the run's name, {@code [a-z0-9][a-z0-9._-]{0,62}}
 * @param seed from which every random stream of the run is derived
 * @param batchKey by which key it was told how many images a step takes
 */
public record RunConfig(
    String name,
    long seed,
    DataConfig data,
    NetworkConfig network,
    TrainingConfig training,
    AveragingConfig averaging,
    SamplingConfig sampling,
    ArtifactConfig artifacts,
    EvaluationConfig evaluation,
    GuardConfig guard,
    ComputeConfig compute,
    DurabilityConfig durability,
    BatchKey batchKey) {

  /** Whether anybody watches over the training. */
  public boolean isGuarded() {
    return guard.watches(evaluation);
  }

  /** The images of a step and how this run's workers share them. */
  public Minibatch minibatch() {
    return new Minibatch(training.batchSize(), averaging.workers());
  }

  /**
   * The same run as one that an earlier version began, whose {@code training.batch-size} was each
   * worker's.
   *
   * @param ofAWorker images that each worker takes a step
   */
  public RunConfig asBegunEarlier(int ofAWorker) {
    TrainingConfig each = training.withBatchSize(ofAWorker * averaging.workers());
    return with(seed, data, each, BatchKey.EACH_BY_EARLIER_VERSION);
  }

  /** The same run with other numbers for its steps and from another seed. */
  public RunConfig with(TrainingConfig other, long otherSeed) {
    return with(otherSeed, data, other, batchKey);
  }

  /** The same run with its images named in another way. */
  public RunConfig withShards(String uri) {
    return with(seed, new DataConfig(uri, data.imageSize(), data.cache()), training, batchKey);
  }

  private RunConfig with(
      long otherSeed, DataConfig otherData, TrainingConfig otherTraining, BatchKey otherKey) {
    return new RunConfig(
        name,
        otherSeed,
        otherData,
        network,
        otherTraining,
        averaging,
        sampling,
        artifacts,
        evaluation,
        guard,
        compute,
        durability,
        otherKey);
  }

  /**
   * Where the images are.
   *
   * @param shards URI of the folder that an import wrote
   * @param imageSize edge of the square images in pixels: 16, 32, 64 or 128
   * @param cache where executors keep decoded shards between rounds
   */
  public record DataConfig(String shards, int imageSize, Cache cache) {

    /** Where shards wait between rounds, as {@code uint8}. */
    public enum Cache {
      NONE,
      MEMORY,
      MEMORY_AND_DISK,
      DISK
    }
  }

  /**
   * How images are drawn to be looked at, exported or scored. It changes no number of the training.
   *
   * @param statistics which statistics the generator's batch norms use
   */
  public record SamplingConfig(Statistics statistics) {

    /** Which statistics the generator's batch norms use. */
    public enum Statistics {
      /** The running ones, as training left them. */
      RUNNING,
      /** Those of one batch of latents that is drawn for this alone, the same for every image. */
      BATCH
    }
  }

  /**
   * What a run leaves behind, and how often.
   *
   * @param snapshotEvery rounds between snapshots; the last round always has one
   * @param gridEvery rounds between sample grids; the last round always has one
   * @param keep how many of the newest snapshots stay
   * @param keepEvery snapshots of rounds that this divides stay as well; 0 for none
   * @param gridRows rows, and columns, of a sample grid
   */
  public record ArtifactConfig(
      int snapshotEvery, int gridEvery, int keep, int keepEvery, int gridRows) {}

  /**
   * How a run is judged while it trains. It changes no number of the training itself.
   *
   * @param every rounds between evaluations; 0 for never. The last round is evaluated besides
   * @param images how many drawn and as many real ones are compared, where there are that many real
   */
  public record EvaluationConfig(int every, int images) {
    /** The least images that say anything of a distribution. */
    static final int LEAST_IMAGES = 16;

    /** The most whose pixels, at 128 x 128, fit into one array. */
    public static final int MOST_IMAGES = 32_768;

    /**
     * Whether the state after this many rounds is evaluated.
     *
     * @param last after how many the run is complete
     */
    public boolean isDue(long round, long last) {
      return isScheduled(round) || (every > 0 && round >= last);
    }

    /**
     * Whether it is wherever the run ends: a run that is made longer has these evaluations, too.
     */
    public boolean isScheduled(long round) {
      return every > 0 && round % every == 0;
    }
  }

  /**
   * What a run does when it goes wrong: once it goes back to its best snapshot, the second time it
   * ends.
   *
   * @param enabled whether anybody watches
   * @param rateFactor by which the learning rate is multiplied when the run goes back, in (0, 1]
   * @param patience evaluations in a row that must look ill before it is an alarm, at least 1
   */
  public record GuardConfig(Enabled enabled, double rateFactor, int patience) {

    /** Whether anybody watches. */
    public enum Enabled {
      /** Where the run is evaluated. */
      AUTO,
      TRUE,
      FALSE
    }

    /** Whether anybody watches a run that is evaluated like this. */
    public boolean watches(EvaluationConfig evaluation) {
      return switch (enabled) {
        case AUTO -> evaluation.every() > 0;
        case TRUE -> true;
        case FALSE -> false;
      };
    }
  }

  /**
   * What a worker may use of its machine.
   *
   * @param threads threads of one worker's arithmetic; part of the run's identity, since they
   *     change rounding
   */
  public record ComputeConfig(int threads) implements Serializable {}

  /**
   * How a run lives through what befalls it.
   *
   * @param leaseSeconds a driver that has shown no sign of life for this long has lost the run
   * @param graceSeconds between SIGTERM and the end of the process
   * @param roundRetries how often a round is taken again that could not be computed
   * @param roundDeadlineSeconds after which a round is given up and taken again; 0 for never
   */
  public record DurabilityConfig(
      int leaseSeconds, int graceSeconds, int roundRetries, int roundDeadlineSeconds) {}
}
