package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.model.GanNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our step beside its peers, who take the same one: the same networks from the same start, the same
 * batch, as many threads.
 */
final class StepBenchmark {
  private final StepTask task;
  private final Lineup lineup;

  /**
   * Who takes turns.
   *
   * @param workers how many steps at once, at least 1. Above 1, so many of ours and so many
   *     libtorch processes are measured too, beside one of each that has all their threads to
   *     itself
   * @param threads of one worker's arithmetic, at least 1
   * @param stock whether DL4J's own layers do
   * @param libtorch where the launcher has built the libtorch peer; empty to leave it out
   */
  record Lineup(int workers, int threads, boolean stock, Optional<Path> libtorch) {

    private int allThreads() {
      return workers * threads;
    }

    private String several(String name) {
      return "%s %sx%s".formatted(name, workers, threads);
    }
  }

  /**
   * @param training with the batch size; each batch trains both networks
   */
  StepBenchmark(GanNetworks networks, TrainingConfig training, Lineup lineup) {
    this.task = new StepTask(networks, training);
    this.lineup = lineup;
  }

  /** Measures. Who crashes again and again is left out of the result. */
  Measurements run(Alternation alternation, Alternation.Watcher watcher) {
    List<Contender> contenders = new ArrayList<>();
    try {
      open(contenders);
      return alternation.run(contenders, watcher);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  /** Opens all, in the order of their turns; those that run are in the list even if one fails. */
  private void open(List<Contender> contenders) {
    int workers = lineup.workers();
    int threads = lineup.threads();
    contenders.add(new OwnStep(task, lineup.allThreads()));
    lineup.libtorch().ifPresent(folder -> contenders.add(libtorch(folder)));
    if (workers > 1) {
      String name = lineup.several(OwnStep.NAME);
      contenders.add(new Together(name, workers, () -> new OwnStep(task, threads)));
      lineup.libtorch().ifPresent(folder -> contenders.add(severalLibtorch(folder)));
    }
    if (lineup.stock()) {
      contenders.add(new StockStep(task, lineup.allThreads()));
    }
  }

  private Contender libtorch(Path folder) {
    return new Restarting(
        LibtorchStep.NAME, task.batch(), () -> new LibtorchStep(folder, task, lineup.allThreads()));
  }

  private Contender severalLibtorch(Path folder) {
    int workers = lineup.workers();
    String name = lineup.several(LibtorchStep.NAME);
    return new Restarting(
        name,
        (long) workers * task.batch(),
        () -> new Together(name, workers, () -> new LibtorchStep(folder, task, lineup.threads())));
  }
}
