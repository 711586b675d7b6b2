package io.sparkdcgan.benchmark;

/**
 * Bytes that a round moves, by Spark's task metrics; broadcasts are not in them.
 *
 * @param driverBytes of task results that reached the driver
 * @param shuffleBytes that tasks read of what other tasks wrote
 */
public record RoundTraffic(double driverBytes, double shuffleBytes) {}
