package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLines;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.RunConfig.GuardConfig;
import io.sparkdcgan.run.Guard.Alarm;
import io.sparkdcgan.run.Guard.Collapsed;
import io.sparkdcgan.run.Guard.Diverged;
import io.sparkdcgan.run.Guard.Healthy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every round here has an evaluation; series called recorded are those of real small runs. */
class GuardTest {
  private static final GuardConfig CONFIG = new GuardConfig(GuardConfig.Enabled.TRUE, 0.5, 3);

  private static final LocalStepsConfig TWENTY = LocalStepsConfig.constant(20);

  /** judgedReal, judgedDrawn, discriminatorMoved, swd, diversity. */
  private static final double[][] RECORDED_HEALTHY = {
    {0.635, 0.522, 0.00917, 217.9, 0.014},
    {0.745, 0.548, 0.00966, 186.2, 0.071},
    {0.752, 0.574, 0.01179, 186.7, 0.191},
    {0.746, 0.533, 0.01024, 173.9, 0.239},
    {0.763, 0.538, 0.00949, 169.8, 0.244},
    {0.785, 0.542, 0.00880, 166.9, 0.246},
    {0.779, 0.532, 0.01069, 162.4, 0.255},
    {0.757, 0.511, 0.01267, 141.6, 0.263},
    {0.756, 0.482, 0.01159, 147.9, 0.278},
    {0.757, 0.504, 0.01110, 121.9, 0.318},
    {0.711, 0.463, 0.01019, 103.5, 0.381},
  };

  /** 50 times the paper's rate, which so small a network bears: rough, and no collapse. */
  private static final double[][] RECORDED_ROUGH = {
    {0.879, 0.173, 0.17443, 471.3, 0.329},
    {0.750, 0.274, 0.20564, 189.3, 0.800},
    {0.865, 0.228, 0.14726, 170.3, 0.923},
    {0.661, 0.401, 0.20219, 128.9, 1.032},
    {0.632, 0.352, 0.19819, 142.6, 0.950},
    {0.711, 0.262, 0.13795, 118.5, 1.136},
    {0.692, 0.391, 0.14448, 119.0, 1.204},
    {0.666, 0.395, 0.12860, 109.1, 1.117},
  };

  /** 50 times the rate at which it learns best: its images are noise. */
  private static final double[][] RECORDED_NOISE = {
    {0.659, 0.318, 0.40420, 192.5, 1.055},
    {0.646, 0.388, 0.35760, 145.0, 1.496},
    {0.623, 0.384, 0.29092, 172.5, 1.706},
    {0.746, 0.280, 0.25030, 151.8, 1.769},
    {0.755, 0.248, 0.19969, 160.8, 1.666},
  };

  /** The discriminator stays as it was after the third of these. */
  private static final double[][] RECORDED_FROZEN = {
    {0.635, 0.522, 0.00917, 217.5, 0.014},
    {0.745, 0.548, 0.00966, 185.0, 0.071},
    {0.752, 0.574, 0.01179, 186.3, 0.190},
    {0.748, 0.628, 0, 185.9, 0.241},
    {0.743, 0.686, 0, 186.6, 0.255},
    {0.739, 0.724, 0, 187.4, 0.263},
    {0.733, 0.754, 0, 187.9, 0.270},
  };

  @Test
  void runThatLearnsRaisesNoAlarm() {
    assertEquals(List.of(), alarms(new Guard(CONFIG, TWENTY, 0), RECORDED_HEALTHY));
    assertEquals(List.of(), alarms(new Guard(CONFIG, TWENTY, 0), RECORDED_ROUGH));
  }

  @Test
  void frozenDiscriminatorIsNoticedAtTheThirdEvaluation() {
    List<Integer> alarms = alarms(new Guard(CONFIG, TWENTY, 0), RECORDED_FROZEN);
    assertEquals(List.of(6, 7), alarms);
    Alarm alarm = last(RECORDED_FROZEN);
    assertInstanceOf(Collapsed.class, alarm);
    assertEquals("the discriminator does not move, at 3 evaluations in a row", alarm.reason());
  }

  @Test
  void imagesThatDifferAsNoiseDoesAreDivergence() {
    assertEquals(List.of(4, 5), alarms(new Guard(CONFIG, TWENTY, 0), RECORDED_NOISE));
    assertEquals(
        "the drawn images differ as noise does, with 1.666 of the real ones' diversity, at 3"
            + " evaluations in a row",
        assertInstanceOf(Diverged.class, last(RECORDED_NOISE)).reason());
  }

  @Test
  void scoresFarAboveTheBestAreDivergenceAndOneOfThemIsNot() {
    double[][] series = {
      {0.7, 0.4, 0.01, 50, 0.9},
      {0.7, 0.4, 0.01, 101, 0.9},
      {0.7, 0.4, 0.01, 99, 0.9},
      {0.7, 0.4, 0.01, 101, 0.9},
      {0.7, 0.4, 0.01, 101, 0.9},
      {0.7, 0.4, 0.01, 101, 0.9},
    };
    assertEquals(List.of(6), alarms(new Guard(CONFIG, TWENTY, 0), series));
    assertEquals(
        "the SWD of 101.0 is far above the best, 50.0, at 3 evaluations in a row",
        assertInstanceOf(Diverged.class, last(series)).reason());
  }

  @Test
  void lossOfDiversityIsCollapseUnlessThereIsEnoughLeft() {
    double[][] lost = {
      {0.7, 0.4, 0.01, 50, 0.9}, {0.7, 0.4, 0.01, 60, 0.44},
      {0.7, 0.4, 0.01, 60, 0.44}, {0.7, 0.4, 0.01, 60, 0.44},
    };
    assertTrue(assertInstanceOf(Collapsed.class, last(lost)).reason().contains("0.900"));
    double[][] noiseAtFirst = {
      {0.7, 0.4, 0.01, 50, 1.3}, {0.7, 0.4, 0.01, 40, 0.55},
      {0.7, 0.4, 0.01, 30, 0.55}, {0.7, 0.4, 0.01, 20, 0.55},
    };
    assertEquals(List.of(), alarms(new Guard(CONFIG, TWENTY, 0), noiseAtFirst));
  }

  @Test
  void imagesThatAreNearlyAllTheSameAreCollapseUnlessTheirDiversityRises() {
    double[][] same = {
      {0.7, 0.4, 0.1, 300, 0.02}, {0.7, 0.4, 0.1, 310, 0.02},
      {0.7, 0.4, 0.1, 290, 0.01}, {0.7, 0.4, 0.1, 300, 0.02},
    };
    assertEquals(List.of(4), alarms(new Guard(CONFIG, TWENTY, 0), same));
    double[][] rising = {
      {0.7, 0.4, 0.1, 300, 0.02}, {0.7, 0.4, 0.1, 310, 0.03},
      {0.7, 0.4, 0.1, 290, 0.05}, {0.7, 0.4, 0.1, 300, 0.07},
    };
    assertEquals(List.of(), alarms(new Guard(CONFIG, TWENTY, 0), rising));
  }

  @Test
  void discriminatorThatIsNeverWrongIsDivergence() {
    double[][] series = {
      {0.995, 0.004, 0.01, 50, 0.9}, {0.995, 0.004, 0.01, 50, 0.9}, {0.995, 0.004, 0.01, 50, 0.9},
    };
    assertTrue(last(series) instanceof Diverged diverged && diverged.reason().contains("never"));
  }

  @Test
  void scoresThatAreNoNumbersAreDivergence() {
    double[][] series = {
      {0.7, 0.4, 0.01, Double.NaN, 0.9},
      {0.7, 0.4, 0.01, Double.NaN, 0.9},
      {0.7, 0.4, 0.01, Double.NaN, 0.9},
    };
    assertInstanceOf(Diverged.class, last(series));
  }

  @Test
  void whatLiesBeforeThePlaceTheRunWentBackToIsOnlyComparedWith() {
    assertEquals(List.of(), alarms(new Guard(CONFIG, TWENTY, 6), RECORDED_FROZEN));
    double[][] worse = {
      {0.7, 0.4, 0.01, 50, 0.9},
      {0.7, 0.4, 0.01, 150, 0.9},
      {0.7, 0.4, 0.01, 150, 0.9},
      {0.7, 0.4, 0.01, 150, 0.9},
      {0.7, 0.4, 0.01, 150, 0.9},
    };
    assertEquals(List.of(5), alarms(new Guard(CONFIG, TWENTY, 2), worse));
  }

  /** At its begin a generator draws nearly the same for some steps, and its scores jump. */
  @Test
  void evaluationsOfEveryStepOfAHealthyRunRaiseNoAlarm() {
    double[][] series = new double[200][];
    for (int step = 0; step < series.length; step++) {
      double noise = step % 10 < 4 ? 2.2 : 1;
      series[step] =
          new double[] {
            0.7, 0.5, 0.004, noise * (220 - 0.5 * step), 0.005 * Math.pow(1.25, step / 20.0)
          };
    }
    assertEquals(List.of(), alarms(new Guard(CONFIG, LocalStepsConfig.constant(1), 0), series));
    assertTrue(!alarms(new Guard(CONFIG, TWENTY, 0), series).isEmpty());
  }

  @Test
  void collapseIsNoticedThroughEvaluationsOfEveryStep() {
    double[][] series = new double[160][];
    for (int step = 0; step < series.length; step++) {
      series[step] = new double[] {0.7, 0.5, step < 80 ? 0.004 : 0, 200, 0.3};
    }
    // The first window that lies wholly after it ends at the hundredth step, the third at the
    // 140th.
    assertEquals(
        List.of(140, 160), alarms(new Guard(CONFIG, LocalStepsConfig.constant(1), 0), series));
  }

  @Test
  void stepsAreCountedAsTheyGrow() {
    LocalStepsConfig doubling = new LocalStepsConfig(8, 1, 2);
    double[][] series = new double[20][];
    for (int round = 0; round < series.length; round++) {
      series[round] = new double[] {0.7, 0.5, 0, 200, 0.3};
    }
    // 1 1 2 2 4 4 8: 22 steps in seven rounds, from then on eight in each.
    assertEquals(List.of(13, 16, 19), alarms(new Guard(CONFIG, doubling, 0), series));
  }

  @Test
  void roundsWithoutAnEvaluationAreNeverAnAlarm() {
    Guard guard = new Guard(CONFIG, TWENTY, 0);
    for (int round = 1; round <= 20; round++) {
      RoundLine seen =
          MetricsLines.of(
              Map.of("round", round, "judgedReal", 1, "judgedDrawn", 0, "discriminatorMoved", 0));
      assertInstanceOf(Healthy.class, guard.see(seen));
    }
  }

  /** The rounds, from 1, whose verdict is an alarm. */
  private static List<Integer> alarms(Guard guard, double[][] series) {
    List<Integer> alarms = new ArrayList<>();
    for (int round = 1; round <= series.length; round++) {
      if (guard.see(line(round, series[round - 1])) instanceof Alarm) {
        alarms.add(round);
      }
    }
    return alarms;
  }

  private static Alarm last(double[][] series) {
    Guard guard = new Guard(CONFIG, TWENTY, 0);
    Guard.Verdict verdict = new Healthy();
    for (int round = 1; round <= series.length; round++) {
      verdict = guard.see(line(round, series[round - 1]));
    }
    return assertInstanceOf(Alarm.class, verdict);
  }

  private static RoundLine line(int round, double[] of) {
    return MetricsLines.of(
        Map.of(
            "round",
            round,
            "discriminatorLoss",
            1.1,
            "generatorLoss",
            0.7,
            "judgedReal",
            of[0],
            "judgedDrawn",
            of[1],
            "discriminatorMoved",
            of[2],
            "scores",
            Map.of("swd", of[3], "diversity", of[4])));
  }
}
