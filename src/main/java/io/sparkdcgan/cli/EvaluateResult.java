package io.sparkdcgan.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sparkdcgan.api.ImageFeatures;
import io.sparkdcgan.api.RunScores;
import io.sparkdcgan.api.RunScores.FeatureScore;
import io.sparkdcgan.api.RunScores.NearestScore;
import io.sparkdcgan.api.RunScores.ReferenceScore;
import io.sparkdcgan.api.RunScores.SnapshotScore;
import io.sparkdcgan.snapshot.SnapshotStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Scores as {@code evaluate} says them. What is null is left out.
 *
 * @param features whose were compared, if any were
 * @param best which of several snapshots is the best
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EvaluateResult(
    @JsonUnwrapped Scored what,
    Network features,
    Reference reference,
    String best,
    List<Score> scores) {

  /** What was scored: a run or another program's images, and how many of them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Scored(String run, String pictures, int count) {}

  private record Network(String model, String sha256, int dimensions) {}

  private record Reference(
      int count,
      double swd,
      SortedMap<Integer, Double> swdByLevel,
      double msSsim,
      @JsonUnwrapped Record features) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Score(
      String snapshot,
      Long round,
      double swd,
      SortedMap<Integer, Double> swdByLevel,
      double msSsim,
      double diversity,
      NearestScore nearest,
      @JsonUnwrapped Record features) {}

  /** Distances are called FID and KID where they are of Inception's pool features alone. */
  private record Inception(double fid, double kid, double kidDeviation) {}

  /**
   * The JSON line.
   *
   * @param model whose features were compared, if any were
   */
  static EvaluateResult of(Scored what, Optional<ImageFeatures.Model> model, RunScores scores) {
    boolean inception = model.map(ImageFeatures.Model::inception).orElse(false);
    ReferenceScore floor = scores.reference();
    return new EvaluateResult(
        what,
        model
            .map(known -> new Network(known.model(), known.sha256(), known.dimensions()))
            .orElse(null),
        new Reference(
            floor.count(),
            floor.swd(),
            floor.swdByLevel(),
            floor.msSsim(),
            distances(floor.features(), inception)),
        scores.scores().size() < 2 || scores.best().isEmpty()
            ? null
            : SnapshotStore.folder(scores.best().getAsLong()),
        scores.scores().stream().map(score -> score(score, inception)).toList());
  }

  private static Score score(SnapshotScore score, boolean inception) {
    boolean drawn = score.round() > 0;
    return new Score(
        drawn ? SnapshotStore.folder(score.round()) : null,
        drawn ? score.round() : null,
        score.swd(),
        score.swdByLevel(),
        score.msSsim(),
        score.diversity(),
        score.nearest(),
        distances(score.features(), inception));
  }

  private static Record distances(Optional<FeatureScore> features, boolean inception) {
    return features
        .<Record>map(
            far ->
                inception ? new Inception(far.frechet(), far.kernel(), far.kernelDeviation()) : far)
        .orElse(null);
  }
}
