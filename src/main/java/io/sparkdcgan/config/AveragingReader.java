package io.sparkdcgan.config;

import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.AveragingConfig.MeanStart;
import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.config.AveragingConfig.OuterConfig;
import io.sparkdcgan.config.AveragingConfig.OuterConfig.Outer;
import io.sparkdcgan.config.AveragingConfig.Wire;

/** Reads the section {@code averaging} of a recipe. */
final class AveragingReader {
  private static final String SAME = "same";
  private static final String CONSTANT = "constant";
  static final int MOST_WORKERS = 4096;
  private static final String OUTER_RATE = "must be a number above 0 and at most 2";

  private final Values values;
  private final double emaOfAStep;

  /**
   * @param emaOfAStep how much of the generator's moving mean stays at a step, by the preset
   */
  AveragingReader(Values values, double emaOfAStep) {
    this.values = values;
    this.emaOfAStep = emaOfAStep;
  }

  /** The section; what is out of its bounds is noted and replaced. */
  AveragingConfig averaging() {
    OuterConfig outer =
        new OuterConfig(
            values.oneOf("averaging.outer", Outer.class),
            values.real("averaging.outer-learning-rate", AveragingReader::isOuterRate, OUTER_RATE),
            values.real("averaging.outer-momentum", ConfigReader::isDecay, ConfigReader.DECAY));
    int workers = values.integer("averaging.workers", 1, MOST_WORKERS);
    LocalStepsConfig localSteps = localSteps();
    return new AveragingConfig(
        workers,
        localSteps,
        outer,
        discriminatorOuter(outer),
        values.oneOf("averaging.moments", Moments.class),
        generatorEma(localSteps.most()),
        values.real("averaging.outlier-factor", factor -> factor >= 2, "must be at least 2"),
        values.oneOf("averaging.wire", Wire.class),
        values.oneOf("averaging.generator-ema-start", MeanStart.class));
  }

  /** What the preset keeps at a step, over the steps of a round. */
  private double generatorEma(int localSteps) {
    return values.is("averaging.generator-ema", ConfigReader.PRESET)
        ? StrictMath.pow(emaOfAStep, localSteps)
        : values.real(
            "averaging.generator-ema",
            ConfigReader::isDecay,
            ConfigReader.DECAY + ", or " + ConfigReader.PRESET);
  }

  private LocalStepsConfig localSteps() {
    int most = values.integer("averaging.local-steps", 1, 1_000_000);
    int first =
        values.is("averaging.first-local-steps", CONSTANT)
            ? most
            : values.integerOr(CONSTANT, "averaging.first-local-steps", 1, most);
    int doubleEvery = values.integer("averaging.double-local-steps-every", 1, Integer.MAX_VALUE);
    return new LocalStepsConfig(most, first, doubleEvery);
  }

  /** The discriminator's own outer optimizer, where a key does not say that it is the same. */
  private OuterConfig discriminatorOuter(OuterConfig same) {
    return new OuterConfig(
        values.is("averaging.discriminator-outer", SAME)
            ? same.kind()
            : values.oneOfOr(SAME, "averaging.discriminator-outer", Outer.class),
        values.is("averaging.discriminator-outer-learning-rate", SAME)
            ? same.learningRate()
            : values.real(
                "averaging.discriminator-outer-learning-rate",
                AveragingReader::isOuterRate,
                OUTER_RATE + ", or same"),
        values.is("averaging.discriminator-outer-momentum", SAME)
            ? same.momentum()
            : values.real(
                "averaging.discriminator-outer-momentum",
                ConfigReader::isDecay,
                ConfigReader.DECAY + ", or same"));
  }

  private static boolean isOuterRate(double rate) {
    return rate > 0 && rate <= 2;
  }
}
