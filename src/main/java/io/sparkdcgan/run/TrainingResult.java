package io.sparkdcgan.run;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Where a run is at the end of an attempt.
 *
 * @param run URI of its folder
 * @param round completed rounds
 * @param rounds after how many it is complete
 * @param imagesSeen real images that all workers have trained on
 * @param imagesPerSecond of this attempt's rounds, if it had any
 * @param latest URI of the newest snapshot
 * @param digest SHA-256 of its state
 * @param resumedFrom completed rounds at the start of this attempt, if it went on from a snapshot
 * @param best URI of the snapshot that scored best, if any was scored
 */
public record TrainingResult(
    String run,
    long round,
    long rounds,
    long imagesSeen,
    OptionalDouble imagesPerSecond,
    String latest,
    String digest,
    OptionalLong resumedFrom,
    Optional<String> best) {}
