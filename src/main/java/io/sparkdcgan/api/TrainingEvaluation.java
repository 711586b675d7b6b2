package io.sparkdcgan.api;

import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.run.Evaluation;
import io.sparkdcgan.run.RunDrawing;
import io.sparkdcgan.spark.round.CancellableJobs;
import io.sparkdcgan.spark.scoring.ImageChoice;
import io.sparkdcgan.spark.scoring.JudgeJob;
import io.sparkdcgan.spark.scoring.SampleJob;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Scores a run's states on the cluster: images are drawn and judged there, one thread each, and
 * compared in this process. The real images are chosen at the first evaluation and stay in the
 * heap, 12 kB each at 64 pixels.
 */
final class TrainingEvaluation implements Evaluation {
  private final JavaSparkContext spark;
  private final RunConfig config;
  private final GanNetworks networks;
  private final ImportedShards shards;
  private final CancellableJobs jobs;
  private Optional<ImageSet> chosen = Optional.empty();

  TrainingEvaluation(
      JavaSparkContext spark, RunConfig config, GanNetworks networks, ImportedShards shards) {
    this.spark = spark;
    this.jobs = new CancellableJobs(spark);
    this.config = config;
    this.networks = networks;
    this.shards = shards;
  }

  @Override
  public Scores of(GanState state) {
    return jobs.during("evaluation of round " + state.progress().round(), () -> scores(state));
  }

  @Override
  public void cancel(String reason) {
    jobs.cancel(reason);
  }

  private Scores scores(GanState state) {
    if (chosen.isEmpty()) {
      ImportedShards against = shards.judges();
      int count = (int) Math.min(config.evaluation().images(), against.images());
      chosen = Optional.of(new ImageChoice(against.rdd(spark), config.seed()).of(count));
    }
    ImageSet real = chosen.get();
    ImageSet drawn =
        new SampleJob(
                spark,
                config.network(),
                new RunDrawing(config, networks).generator(state),
                config.seed())
            .images(real.count());
    JudgeJob judge = new JudgeJob(spark, config.network(), state.discriminator());
    return Evaluation.compare(
        real, drawn, judge::realShare, config.seed(), shards.heldOut().isPresent(), jobs::check);
  }
}
