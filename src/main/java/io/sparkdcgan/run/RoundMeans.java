package io.sparkdcgan.run;

/**
 * What the rounds since the last evaluation were like. A number that is not known does not count.
 */
final class RoundMeans {
  private double realSum;
  private double drawnSum;
  private int verdicts;
  private int losses;
  private int rounds;
  private double moved;

  RoundMeans() {
    clear();
  }

  void add(Observation round) {
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
