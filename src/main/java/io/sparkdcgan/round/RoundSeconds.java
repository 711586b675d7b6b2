package io.sparkdcgan.round;

/**
 * Where a round's time went, in seconds.
 *
 * @param total of the round, as the driver sees it
 * @param broadcast handing the state to Spark
 * @param read the slowest worker's reading and preparing of batches
 * @param train the slowest worker's steps
 */
public record RoundSeconds(double total, double broadcast, double read, double train) {}
