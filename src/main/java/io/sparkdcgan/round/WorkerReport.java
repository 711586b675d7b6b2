package io.sparkdcgan.round;

import io.sparkdcgan.step.StepLosses;

/**
 * What one worker says of its round. A final class of plain fields, since it crosses Spark. Losses
 * and verdicts are means over the steps that trained the network in question, NaN if none did.
 */
public final class WorkerReport {
  private final int worker;
  private final long images;
  private final double discriminatorLoss;
  private final double generatorLoss;
  private final double judgedReal;
  private final double judgedDrawn;
  private final double setupSeconds;
  private final double prepareSeconds;
  private final double waitSeconds;
  private final double trainSeconds;

  WorkerReport(int worker, long images, StepLosses means, WorkerSeconds seconds) {
    this.worker = worker;
    this.images = images;
    this.discriminatorLoss = means.discriminator();
    this.generatorLoss = means.generator();
    this.judgedReal = means.judgedReal();
    this.judgedDrawn = means.judgedDrawn();
    this.setupSeconds = seconds.setup();
    this.prepareSeconds = seconds.prepare();
    this.waitSeconds = seconds.waiting();
    this.trainSeconds = seconds.train();
  }

  public int worker() {
    return worker;
  }

  /** Pictures that the worker trained on: its weight in the average. */
  public long images() {
    return images;
  }

  StepLosses losses() {
    return new StepLosses(discriminatorLoss, generatorLoss, judgedReal, judgedDrawn);
  }

  WorkerSeconds seconds() {
    return new WorkerSeconds(setupSeconds, prepareSeconds, waitSeconds, trainSeconds);
  }
}
