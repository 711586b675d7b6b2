package io.sparkdcgan.benchmark;

/**
 * One worker's steps of a round and nothing else: networks that stay and a batch at hand. No Spark,
 * no images to read, no averaging. Belongs to the thread that made it.
 */
final class BareLoop implements Contender {
  static final String NAME = "bare loop";

  private final OwnStep step;
  private final int localSteps;

  /**
   * @param threads of the arithmetic, at least 1
   */
  BareLoop(StepTask task, int localSteps, int threads) {
    this.step = new OwnStep(task, threads);
    this.localSteps = localSteps;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long images() {
    return localSteps * step.images();
  }

  @Override
  public double turn() {
    double seconds = 0;
    for (int i = 0; i < localSteps; i++) {
      seconds += step.turn();
    }
    return seconds;
  }

  @Override
  public void close() {
    step.close();
  }
}
