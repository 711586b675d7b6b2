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
    ComputeConfig compute,
    DurabilityConfig durability) {}
