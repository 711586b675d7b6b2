package io.sparkdcgan.run;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.config.RunConfig.GuardConfig;
import io.sparkdcgan.run.GuardVerdict.Alarm;
import io.sparkdcgan.run.GuardVerdict.Collapsed;
import io.sparkdcgan.run.GuardVerdict.Diverged;
import io.sparkdcgan.run.GuardVerdict.Healthy;
import io.sparkdcgan.run.Observation.Evaluated;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a training went wrong, from nothing but what it sees: shown the same rounds it
 * comes to the same verdict. It looks for symptoms at evaluations. One that lasts for {@code
 * guard.patience} of them is an alarm: at a single one, scores are too noisy for that.
 *
 * <p>The bounds are no theory: docs/RELIABILITY.md shows how far from them healthy runs stay.
 */
final class Guard {
  /** Scores above this many times the best so far are far above it. */
  static final double WORSE = 2;

  /**
   * Diversity below this share of the run's own best so far is lost, unless it is {@link #ENOUGH}.
   */
  static final double LOST = 0.5;

  /** Diversity of this share of the real images' is enough, whatever it was before. */
  static final double ENOUGH = 0.5;

  /** Diversity below this share of the real images' is none, unless it is {@link #RISING}. */
  static final double NONE = 0.1;

  /** Diversity above this many times the run's own best so far rises. */
  static final double RISING = 1.2;

  /** A discriminator whose parameters change by less than this share in a round does not learn. */
  static final double STILL = 1e-6;

  /** A discriminator whose mean verdicts are this close to 1 and to 0 is never wrong. */
  static final double CERTAIN = 0.01;

  private enum Symptom {
    NO_NUMBERS,
    WORSE,
    WILD,
    NEVER_WRONG,
    STILL,
    LOST,
    NONE
  }

  private final GuardConfig config;
  private final long since;
  private final Map<Symptom, Integer> streaks = new EnumMap<>(Symptom.class);
  private final RoundMeans means = new RoundMeans();
  private double bestSwd = Double.POSITIVE_INFINITY;
  private double bestDiversity;

  /**
   * @param since rounds up to this one are only what later ones are compared with: the run went
   *     back to it
   */
  Guard(GuardConfig config, long since) {
    this.config = config;
    this.since = since;
  }

  /** A round is over. */
  GuardVerdict see(Observation round) {
    means.add(round);
    return round.evaluated().map(scores -> judge(round.round(), scores)).orElse(new Healthy());
  }

  private GuardVerdict judge(long round, Evaluated scores) {
    Optional<Alarm> alarm = Optional.empty();
    for (Symptom symptom : Symptom.values()) {
      boolean shown = round > since && shows(symptom, scores);
      int streak = shown ? streaks.merge(symptom, 1, Integer::sum) : 0;
      streaks.put(symptom, streak);
      if (streak >= config.patience() && alarm.isEmpty()) {
        alarm = Optional.of(alarm(symptom, scores));
      }
    }
    means.clear();
    bestSwd = Math.min(bestSwd, Double.isNaN(scores.swd()) ? bestSwd : scores.swd());
    // More than the real images have is noise, and none of its loss a collapse.
    bestDiversity = Math.max(bestDiversity, Math.min(1, scores.diversity()));
    return alarm.<GuardVerdict>map(found -> found).orElse(new Healthy());
  }

  private boolean shows(Symptom symptom, Evaluated scores) {
    double diversity = scores.diversity();
    return switch (symptom) {
      case NO_NUMBERS -> !Double.isFinite(scores.swd()) || means.lossesAreLost();
      case WORSE -> scores.swd() > WORSE * bestSwd;
      case WILD -> diversity > BestHint.NOISE;
      case NEVER_WRONG -> means.real() > 1 - CERTAIN && means.drawn() < CERTAIN;
      case STILL -> means.moved() < STILL;
      case LOST -> diversity < LOST * bestDiversity && diversity < ENOUGH;
      case NONE -> diversity < NONE && diversity <= RISING * bestDiversity;
    };
  }

  private Alarm alarm(Symptom symptom, Evaluated scores) {
    double diversity = scores.diversity();
    return switch (symptom) {
      case NO_NUMBERS -> new Diverged(lasting("scores or losses are no finite numbers"));
      case WORSE ->
          new Diverged(
              lasting("the SWD of %.1f is far above the best, %.1f", scores.swd(), bestSwd));
      case WILD ->
          new Diverged(
              lasting(
                  "the drawn images differ as noise does, with %.3f of the real ones' diversity",
                  diversity));
      case NEVER_WRONG ->
          new Diverged(
              lasting(
                  "the discriminator is never wrong, its mean verdicts are %.4f on real images and"
                      + " %.4f on drawn ones",
                  means.real(), means.drawn()));
      case STILL -> new Collapsed(lasting("the discriminator does not move"));
      case LOST ->
          new Collapsed(
              lasting(
                  "the drawn images' diversity fell from %.3f of the real ones' to %.3f",
                  bestDiversity, diversity));
      case NONE ->
          new Collapsed(
              lasting(
                  "the drawn images are nearly all the same, with %.3f of the real ones' diversity",
                  diversity));
    };
  }

  private String lasting(String format, Object... numbers) {
    return "%s, at %d evaluations in a row"
        .formatted(String.format(Locale.ROOT, format, numbers), config.patience());
  }
}
