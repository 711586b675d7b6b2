package io.sparkdcgan.config;

/**
 * All that a training run is told, validated. {@code reference.conf} documents every key.
 *
 * @param name the run's name, {@code [a-z0-9][a-z0-9._-]{0,62}}
 * @param seed from which every random stream of the run is derived
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
    DurabilityConfig durability) {

  /** Whether anybody watches over the training. */
  public boolean isGuarded() {
    return guard.watches(evaluation);
  }

  /** The same run with other numbers for its steps and from another seed. */
  public RunConfig with(TrainingConfig other, long otherSeed) {
    return new RunConfig(
        name,
        otherSeed,
        data,
        network,
        other,
        averaging,
        sampling,
        artifacts,
        evaluation,
        guard,
        compute,
        durability);
  }
}
