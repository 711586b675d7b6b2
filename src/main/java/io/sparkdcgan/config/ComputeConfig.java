package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * What a worker may use of its machine.
 *
 * @param threads threads of one worker's arithmetic; part of the run's identity, since they change
 *     rounding
 */
public record ComputeConfig(int threads) implements Serializable {}
