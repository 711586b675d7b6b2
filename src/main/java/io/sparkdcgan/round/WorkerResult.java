package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;

/**
 * What one worker made of a state, and what it says of it.
 *
 * @param state where its networks are; its progress is that of the start
 * @param report its weight, losses and times
 */
public record WorkerResult(GanState state, WorkerReport report) {}
