package io.sparkdcgan.cli;

import io.sparkdcgan.api.ImageFeatures;
import io.sparkdcgan.api.RunScores;
import io.sparkdcgan.api.RunScores.FeatureScore;
import io.sparkdcgan.api.RunScores.ReferenceScore;
import io.sparkdcgan.api.RunScores.SnapshotScore;
import io.sparkdcgan.snapshot.SnapshotStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Scores as {@code evaluate} says them. */
final class ScoreLines {
  private final Optional<ImageFeatures.Model> model;

  /**
   * @param model whose features were compared, if any were
   */
  ScoreLines(Optional<ImageFeatures.Model> model) {
    this.model = model;
  }

  /** Whose features: nothing where none were compared. */
  Map<String, Object> model() {
    return model
        .map(
            known ->
                Map.<String, Object>of(
                    "features",
                    ordered(
                        "model", known.model(),
                        "sha256", known.sha256(),
                        "dimensions", known.dimensions())))
        .orElse(Map.of());
  }

  Map<String, Object> of(SnapshotScore score) {
    Map<String, Object> said =
        score.round() == 0
            ? new LinkedHashMap<>()
            : ordered("snapshot", SnapshotStore.folder(score.round()), "round", score.round());
    said.putAll(
        ordered(
            "swd", score.swd(),
            "swdByLevel", score.swdByLevel(),
            "msSsim", score.msSsim(),
            "diversity", score.diversity(),
            "nearest", score.nearest()));
    score.features().ifPresent(features -> add(features, said));
    return said;
  }

  /** Which of several snapshots is the best; nothing where there is no choice. */
  Map<String, Object> best(RunScores scores) {
    return scores.scores().size() < 2 || scores.best().isEmpty()
        ? Map.of()
        : Map.of("best", SnapshotStore.folder(scores.best().getAsLong()));
  }

  Map<String, Object> of(ReferenceScore score) {
    Map<String, Object> said =
        ordered(
            "count", score.count(),
            "swd", score.swd(),
            "swdByLevel", score.swdByLevel(),
            "msSsim", score.msSsim());
    score.features().ifPresent(features -> add(features, said));
    return said;
  }

  /** Distances are called FID and KID where they are of Inception's pool features alone. */
  private void add(FeatureScore score, Map<String, Object> said) {
    boolean inception = model.map(ImageFeatures.Model::inception).orElse(false);
    said.put(inception ? "fid" : "frechet", score.frechet());
    said.put(inception ? "kid" : "kernel", score.kernel());
    said.put(inception ? "kidDeviation" : "kernelDeviation", score.kernelDeviation());
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      ordered.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return ordered;
  }
}
