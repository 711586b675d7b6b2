package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.model.GanNetworks;
import java.util.List;

/** Our step beside its peers, who take the same one. */
public final class StepBenchmark {
  /** What results call our own step. */
  public static final String OWN = OwnStep.NAME;

  private final StepTask task;
  private final int threads;

  /**
   * @param training with the batch size; each batch trains both networks
   * @param threads of one contender's arithmetic, at least 1
   */
  public StepBenchmark(GanNetworks networks, TrainingConfig training, int threads) {
    this.task = new StepTask(networks, training);
    this.threads = threads;
  }

  /** Measures. */
  public Measurements run(Alternation alternation, Alternation.Watcher watcher) {
    try (OwnStep own = new OwnStep(task, threads)) {
      return alternation.run(List.of(own), watcher);
    }
  }
}
