package io.sparkdcgan.run;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.RunConfig.GuardConfig;
import io.sparkdcgan.run.Guard.Alarm;
import io.sparkdcgan.run.Guard.Collapsed;
import io.sparkdcgan.run.Guard.Healthy;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a training went wrong, from nothing but the lines of its log: shown the same
 * rounds it comes to the same verdict, when they are over as when a run goes on after it was cut
 * off. It looks for symptoms at evaluations. One that lasts for {@code guard.patience} of them is
 * an alarm: at a single one, scores are too noisy for that.
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

  /**
   * Steps that a generator takes to change visibly. Evaluations closer than that see the same
   * images again, and their noise: the guard waits and passes over those in between.
   */
  static final long FEWEST_STEPS = 20;

  /** What the guard thinks of a run. */
  sealed interface Verdict {}

  /** The run goes on. */
  record Healthy() implements Verdict {}

  /** Something is wrong, and more of the same would not help. */
  sealed interface Alarm extends Verdict {
    /** For people; a sentence without its end. */
    String reason();
  }

  /** The generator draws too much of the same, or nobody teaches it any more. */
  record Collapsed(String reason) implements Alarm {}

  /** The networks have left the game: images get ever worse, or numbers are none. */
  record Diverged(String reason) implements Alarm {}

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
  private final LocalStepsConfig steps;
  private final long since;
  private final Map<Symptom, Integer> streaks = new EnumMap<>(Symptom.class);
  private final Means means = new Means();
  private long unjudged;
  private double bestSwd = Double.POSITIVE_INFINITY;
  private double bestDiversity;

  /**
   * @param steps that a worker takes in each round
   * @param since rounds up to this one are only what later ones are compared with: the run went
   *     back to it
   */
  Guard(GuardConfig config, LocalStepsConfig steps, long since) {
    this.config = config;
    this.steps = steps;
    this.since = since;
  }

  /**
   * A round is over. Scores of a run's end do not count, so that a run that is made longer is
   * judged as one that was planned so.
   */
  Verdict see(RoundLine round) {
    means.add(round);
    unjudged += steps.of(round.round() - 1);
    Scores scores = round.scores();
    if (scores == null || scores.atEnd() || unjudged < FEWEST_STEPS) {
      return new Healthy();
    }
    unjudged = 0;
    return judge(round.round(), scores);
  }

  private Verdict judge(long round, Scores scores) {
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
    return alarm.<Verdict>map(found -> found).orElse(new Healthy());
  }

  private boolean shows(Symptom symptom, Scores scores) {
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

  private Alarm alarm(Symptom symptom, Scores scores) {
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

  /**
   * What the rounds since the evaluation judged last were like. A number that is not known does not
   * count.
   */
  private static final class Means {
    private double realSum;
    private double drawnSum;
    private int verdicts;
    private int losses;
    private int rounds;
    private double moved;

    void add(RoundLine round) {
      rounds++;
      if (!Double.isNaN(round.judgedReal()) && !Double.isNaN(round.judgedDrawn())) {
        realSum += round.judgedReal();
        drawnSum += round.judgedDrawn();
        verdicts++;
      }
      if (Double.isFinite(round.discriminatorLoss()) || Double.isFinite(round.generatorLoss())) {
        losses++;
      }
      moved = Math.max(moved, round.discriminatorMoved());
    }

    /** NaN if no verdict is known. */
    double real() {
      return realSum / verdicts;
    }

    /** NaN if no verdict is known. */
    double drawn() {
      return drawnSum / verdicts;
    }

    /** The most that the discriminator moved in a round; NaN if that is not known of one. */
    double moved() {
      return moved;
    }

    /** Whether there were rounds, and none of them had a loss. */
    boolean lossesAreLost() {
      return rounds > 0 && losses == 0;
    }

    void clear() {
      realSum = 0;
      drawnSum = 0;
      verdicts = 0;
      losses = 0;
      rounds = 0;
      moved = 0;
    }
  }
}
