package io.sparkdcgan.config;

import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.AveragingConfig.OuterConfig;
import io.sparkdcgan.config.RunConfig.DurabilityConfig;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link RunConfig} as the keys of a recipe, with nothing left to a preset or a default. */
public final class RunConfigKeys {
  private RunConfigKeys() {}

  /**
   * Every key of {@code reference.conf} with its value in HOCON's spelling: a recipe of exactly
   * these keys, text in quotes, reads as the same configuration. Only a run that an earlier version
   * began lacks {@code training.worker-batch-size}, as its own {@code run.json} does: its {@code
   * training.batch-size} is each worker's.
   */
  public static SortedMap<String, String> of(RunConfig run) {
    SortedMap<String, String> keys = new TreeMap<>();
    keys.put("run.name", run.name());
    keys.put("run.seed", String.valueOf(run.seed()));
    durability(keys, run.durability());
    keys.put("data.shards", run.data().shards());
    keys.put("data.image-size", String.valueOf(run.data().imageSize()));
    keys.put("data.cache", Values.spelled(run.data().cache()));
    network(keys, run.network());
    training(keys, run.training());
    batch(keys, run);
    averaging(keys, run.averaging());
    keys.put("sampling.statistics", Values.spelled(run.sampling().statistics()));
    keys.put("artifacts.snapshot-every", String.valueOf(run.artifacts().snapshotEvery()));
    keys.put("artifacts.grid-every", String.valueOf(run.artifacts().gridEvery()));
    keys.put("artifacts.keep", String.valueOf(run.artifacts().keep()));
    keys.put("artifacts.keep-every", String.valueOf(run.artifacts().keepEvery()));
    keys.put("artifacts.grid-rows", String.valueOf(run.artifacts().gridRows()));
    keys.put("evaluation.every", String.valueOf(run.evaluation().every()));
    keys.put("evaluation.pictures", String.valueOf(run.evaluation().images()));
    keys.put("guard.enabled", Values.spelled(run.guard().enabled()));
    keys.put("guard.rate-factor", String.valueOf(run.guard().rateFactor()));
    keys.put("guard.patience", String.valueOf(run.guard().patience()));
    keys.put("compute.threads", String.valueOf(run.compute().threads()));
    return keys;
  }

  private static void durability(SortedMap<String, String> keys, DurabilityConfig durability) {
    keys.put("run.lease-seconds", String.valueOf(durability.leaseSeconds()));
    keys.put("run.grace-seconds", String.valueOf(durability.graceSeconds()));
    keys.put("run.round-retries", String.valueOf(durability.roundRetries()));
    keys.put("run.round-deadline-seconds", String.valueOf(durability.roundDeadlineSeconds()));
  }

  private static void network(SortedMap<String, String> keys, NetworkConfig network) {
    keys.put("network.preset", Values.spelled(network.preset()));
    keys.put("network.width", String.valueOf(network.width()));
    keys.put("network.kernel", String.valueOf(network.kernel()));
    keys.put("network.latent-size", String.valueOf(network.latentSize()));
    keys.put("network.latent-distribution", Values.spelled(network.latentDistribution()));
    keys.put("network.batch-norm", Values.spelled(network.batchNorm()));
    keys.put("network.spectral-norm", Values.spelled(network.spectralNorm()));
  }

  private static void training(SortedMap<String, String> keys, TrainingConfig training) {
    keys.put("training.rounds", String.valueOf(training.rounds()));
    keys.put("training.schedule", Values.spelled(training.schedule()));
    keys.put("training.generator-loss", Values.spelled(training.generatorLoss()));
    keys.put("training.optimizer", Values.spelled(training.optimizer()));
    keys.put("training.learning-rate", String.valueOf(training.adam().learningRate()));
    keys.put("training.beta1", String.valueOf(training.adam().beta1()));
    keys.put("training.beta2", String.valueOf(training.adam().beta2()));
    keys.put("training.epsilon", String.valueOf(training.adam().epsilon()));
    keys.put("training.l2", String.valueOf(training.l2()));
    keys.put("training.augment", AugmentationWords.spelled(training.augmentation()));
    keys.put("training.generator-learning-rate", String.valueOf(training.rates().generator()));
    keys.put(
        "training.discriminator-learning-rate", String.valueOf(training.rates().discriminator()));
  }

  private static void batch(SortedMap<String, String> keys, RunConfig run) {
    String together = String.valueOf(run.training().batchSize());
    String each = String.valueOf(run.minibatch().largestShare());
    switch (run.batchKey()) {
      case TOGETHER -> {
        keys.put("training.batch-size", together);
        keys.put("training.worker-batch-size", BatchReader.SHARE);
      }
      case EACH -> {
        keys.put("training.batch-size", together);
        keys.put("training.worker-batch-size", each);
      }
      case EACH_BY_EARLIER_VERSION -> keys.put("training.batch-size", each);
    }
  }

  private static void averaging(SortedMap<String, String> keys, AveragingConfig averaging) {
    LocalStepsConfig steps = averaging.localSteps();
    keys.put("averaging.workers", String.valueOf(averaging.workers()));
    keys.put("averaging.local-steps", String.valueOf(steps.most()));
    keys.put("averaging.first-local-steps", String.valueOf(steps.first()));
    keys.put("averaging.double-local-steps-every", String.valueOf(steps.doubleEvery()));
    outer(keys, "averaging.outer", averaging.generatorOuter());
    outer(keys, "averaging.discriminator-outer", averaging.discriminatorOuter());
    keys.put("averaging.moments", Values.spelled(averaging.moments()));
    keys.put("averaging.generator-ema", String.valueOf(averaging.generatorEma()));
    keys.put("averaging.outlier-factor", String.valueOf(averaging.outlierFactor()));
    keys.put("averaging.wire", Values.spelled(averaging.wire()));
    keys.put("averaging.generator-ema-start", Values.spelled(averaging.meanStart()));
  }

  private static void outer(SortedMap<String, String> keys, String key, OuterConfig outer) {
    keys.put(key, Values.spelled(outer.kind()));
    keys.put(key + "-learning-rate", String.valueOf(outer.learningRate()));
    keys.put(key + "-momentum", String.valueOf(outer.momentum()));
  }
}
