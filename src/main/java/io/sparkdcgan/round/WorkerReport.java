package io.sparkdcgan.round;

import io.sparkdcgan.engine.nd4j.StepLosses;

/**
 * What one worker says of its round. Crosses Spark. Losses and verdicts are means over the steps
 * that trained the network in question, NaN if none did.
 *
 * @param images that the worker trained on: its weight in the average
 * @param update how far it moved the networks
 * @param seconds where the worker's time went
 * @param gpu that the worker computed on, in words; empty for none
 */
public record WorkerReport(
    int worker,
    long images,
    WorkerUpdate update,
    StepLosses losses,
    WorkerSeconds seconds,
    String gpu) {}
