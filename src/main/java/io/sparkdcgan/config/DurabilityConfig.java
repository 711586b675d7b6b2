package io.sparkdcgan.config;

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
