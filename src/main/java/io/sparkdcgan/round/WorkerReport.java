package io.sparkdcgan.round;

import io.sparkdcgan.engine.StepLosses;

/**
 * What one worker says of its round. A final class of plain fields, since it crosses Spark. Losses
 * and verdicts are means over the steps that trained the network in question, NaN if none did.
 */
public final class WorkerReport {
  private final int worker;
  private final long images;
  private final WorkerUpdate update;
  private final double discriminatorLoss;
  private final double generatorLoss;
  private final double judgedReal;
  private final double judgedDrawn;
  private final double receiveSeconds;
  private final double setupSeconds;
  private final double prepareSeconds;
  private final double waitSeconds;
  private final double trainSeconds;
  private final String gpu;

  WorkerReport(
      int worker,
      long images,
      WorkerUpdate update,
      StepLosses means,
      WorkerSeconds seconds,
      String gpu) {
    this.worker = worker;
    this.images = images;
    this.update = update;
    this.discriminatorLoss = means.discriminator();
    this.generatorLoss = means.generator();
    this.judgedReal = means.judgedReal();
    this.judgedDrawn = means.judgedDrawn();
    this.receiveSeconds = seconds.receive();
    this.setupSeconds = seconds.setup();
    this.prepareSeconds = seconds.prepare();
    this.waitSeconds = seconds.waiting();
    this.trainSeconds = seconds.train();
    this.gpu = gpu;
  }

  public int worker() {
    return worker;
  }

  /** Images that the worker trained on: its weight in the average. */
  public long images() {
    return images;
  }

  /** How far it moved the networks. */
  WorkerUpdate update() {
    return update;
  }

  /** That the worker computed on, in words; empty for none. */
  String gpu() {
    return gpu;
  }

  StepLosses losses() {
    return new StepLosses(discriminatorLoss, generatorLoss, judgedReal, judgedDrawn);
  }

  /** Where the worker's time went. */
  public WorkerSeconds seconds() {
    return new WorkerSeconds(
        receiveSeconds, setupSeconds, prepareSeconds, waitSeconds, trainSeconds);
  }
}
