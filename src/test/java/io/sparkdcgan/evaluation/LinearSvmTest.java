package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The classifier of the representation test, on data whose answer is known. */
class LinearSvmTest {
  private static final int DIMENSIONS = 20;
  private static final int CLASSES = 3;

  @Test
  void classesThatLieApartAreFound() {
    LinearSvm.Outcome outcome = tested(clouds(300, 6, 1), clouds(200, 6, 2));
    assertEquals(1, outcome.accuracy(), 0.01);
    assertEquals(DIMENSIONS, outcome.dimensions());
    assertTrue(LinearSvm.GRID.contains(outcome.c()), () -> outcome.toString());
  }

  @Test
  void whereImagesSayNothingTheShareIsThatOfGuesses() {
    LinearSvm.Outcome outcome = tested(clouds(300, 0, 1), clouds(600, 0, 2));
    assertEquals(1 / 3.0, outcome.accuracy(), 0.08);
    assertEquals(1 / 3.0, outcome.crossValidated(), 0.1);
    assertTrue(outcome.trainAccuracy() > outcome.crossValidated(), outcome::toString);
  }

  /** Two clouds 2 deviations apart: the best rule is right in Phi(1), 84.1 %. */
  @Test
  void overlappingClassesAreToldAsWellAsTheBestRuleTells() {
    LinearSvm.Outcome outcome = tested(pair(2000, 1), pair(2000, 2));
    assertEquals(0.841, outcome.accuracy(), 0.025);
    assertEquals(0.841, outcome.crossValidated(), 0.025);
  }

  @Test
  void theSameIsFoundEachTime() {
    assertEquals(
        tested(clouds(90, 1, 1), clouds(90, 1, 2)), tested(clouds(90, 1, 1), clouds(90, 1, 2)));
  }

  @Test
  void featuresOfAnyScaleAreTheSameToIt() {
    LabeledFeatures scaled = clouds(90, 1, 1);
    LabeledFeatures asked = clouds(90, 1, 2);
    for (LabeledFeatures features : new LabeledFeatures[] {scaled, asked}) {
      for (float[] row : features.rows()) {
        row[0] = 1000 * row[0] + 77;
      }
    }
    assertEquals(
        tested(clouds(90, 1, 1), clouds(90, 1, 2)).accuracy(),
        tested(scaled, asked).accuracy(),
        0.02);
  }

  /** liblinear minimizes the same sum in another way, one class after the other. */
  @ParameterizedTest
  @ValueSource(doubles = {0.03, 1, 30})
  void theSumIsAsSmallAsLiblinearMakesIt(double c) {
    LabeledFeatures train = standardized(clouds(240, 1, 3));
    Classifiers classifiers = Classifiers.ofAll(CLASSES, DIMENSIONS);
    LocalImages images = new LocalImages(train);
    double[] found =
        LinearSvm.weights(images, classifiers, c, new double[classifiers.length()], 1e-3);
    double theirs = sum(images, classifiers, c, liblinear(train, c));
    assertEquals(1, sum(images, classifiers, c, found) / theirs, 1e-5);
  }

  /** What a fold's classifiers learn is what they would learn if that fold were not there. */
  @Test
  void aFoldIsNotLearnedFromByThoseWhoAreAskedForIt() {
    LabeledFeatures train = standardized(clouds(90, 1, 4));
    Classifiers folds = Classifiers.crossValidated(CLASSES, LinearSvm.FOLDS, DIMENSIONS);
    Classifiers alone = Classifiers.ofAll(CLASSES, DIMENSIONS);
    double[] together =
        LinearSvm.weights(new LocalImages(train), folds, 1, new double[folds.length()], 1e-3);
    for (int fold = 0; fold < LinearSvm.FOLDS; fold++) {
      double[] without =
          LinearSvm.weights(
              new LocalImages(others(train, fold)), alone, 1, new double[alone.length()], 1e-3);
      int from = fold * alone.length();
      for (int i = 0; i < alone.length(); i++) {
        assertEquals(without[i], together[from + i], 0.02, "weight " + i + " of fold " + fold);
      }
    }
  }

  @Test
  void whoTakesNoPartInChoosingIsLearnedFromInTheEndOnly() {
    LabeledFeatures given = clouds(90, 1, 6);
    int[] folds = new int[90];
    Arrays.setAll(folds, i -> i < 30 ? i % LinearSvm.FOLDS : LabeledFeatures.ONLY_LEARNED);
    LabeledFeatures all = new LabeledFeatures(given.rows(), labels(given), folds);
    Classifiers choosing = Classifiers.crossValidated(CLASSES, LinearSvm.FOLDS, DIMENSIONS);
    double[] weights = new double[choosing.length()];
    assertEquals(30, HingeLoss.right(choosing, weights, all)[1]);
    // at zero each of them adds 1 to both folds' three classifiers that learn from it
    assertEquals(30 * 2 * 3, new LocalImages(all).loss(choosing, weights)[weights.length]);
    Classifiers last = Classifiers.ofAll(CLASSES, DIMENSIONS);
    assertEquals(90 * 3, new LocalImages(all).loss(last, new double[last.length()])[last.length()]);
  }

  private static int[] labels(LabeledFeatures features) {
    return IntStream.range(0, features.count()).map(features::label).toArray();
  }

  @Test
  void theGradientIsThatOfTheLoss() {
    LabeledFeatures train = standardized(clouds(60, 1, 5));
    Classifiers classifiers = Classifiers.crossValidated(CLASSES, LinearSvm.FOLDS, DIMENSIONS);
    LocalImages images = new LocalImages(train);
    RandomStream drawn = RandomStream.of(1, "weights");
    double[] weights = new double[classifiers.length()];
    Arrays.setAll(weights, i -> drawn.nextGaussian());
    double[] gradient = images.loss(classifiers, weights);
    double step = 1e-2;
    for (int i = 0; i < weights.length; i += 7) {
      double[] up = weights.clone();
      double[] down = weights.clone();
      up[i] += step;
      down[i] -= step;
      double slope =
          (images.loss(classifiers, up)[weights.length]
                  - images.loss(classifiers, down)[weights.length])
              / (2 * step);
      assertEquals(slope, gradient[i], 2e-3 * Math.max(1, Math.abs(slope)), "weight " + i);
    }
  }

  /** Columns of mean 3 and deviation 2, and of one value: by hand. */
  @Test
  void standardizedRowsHaveAMeanSquaredLengthOfOne() {
    LabeledFeatures given = some(new float[][] {{1, 4}, {5, 4}}, 0, 1);
    float[][] rows = Standardization.of(FeatureMoments.of(given)).of(given).rows();
    float unit = (float) (1 / Math.sqrt(2));
    assertEquals(-unit, rows[0][0], 1e-6f);
    assertEquals(unit, rows[1][0], 1e-6f);
    assertEquals(0, rows[0][1]);
    assertEquals(1, given.rows()[0][0], "what was given is left as it is");
  }

  /** 1, 5, 9 and 21 have mean 9 and squared differences 64, 16, 0 and 144 from it: by hand. */
  @Test
  void momentsOfPartsAreThoseOfTheWhole() {
    FeatureMoments both =
        FeatureMoments.of(some(new float[][] {{1}, {5}, {9}}, 0, 1, 0))
            .plus(FeatureMoments.of(some(new float[][] {{21}}, 0)));
    assertEquals(9, both.mean(0), 1e-12);
    assertEquals(224 / 4.0, both.variance(0), 1e-12);
  }

  @Test
  void rowsWithoutLabelsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> some(new float[][] {{1}}, 0, 1));
  }

  private static LabeledFeatures some(float[][] rows, int... labels) {
    return new LabeledFeatures(rows, labels, new int[labels.length]);
  }

  private static LinearSvm.Outcome tested(LabeledFeatures train, LabeledFeatures test) {
    Standardization standard = Standardization.of(FeatureMoments.of(train));
    return LinearSvm.test(
        new LocalImages(standard.of(train)),
        new LocalImages(standard.of(test)),
        CLASSES,
        DIMENSIONS);
  }

  private static LabeledFeatures standardized(LabeledFeatures features) {
    return Standardization.of(FeatureMoments.of(features)).of(features);
  }

  private static double sum(
      LocalImages images, Classifiers classifiers, double c, double[] weights) {
    double squares = Arrays.stream(weights).map(weight -> weight * weight).sum();
    return squares / 2 + c * images.loss(classifiers, weights)[weights.length];
  }

  private static double[] liblinear(LabeledFeatures features, double c) {
    Problem problem = new Problem();
    problem.l = features.count();
    problem.n = DIMENSIONS + 1;
    problem.x = Arrays.stream(features.rows()).map(LinearSvmTest::nodes).toArray(Feature[][]::new);
    problem.y = new double[features.count()];
    Arrays.setAll(problem.y, features::label);
    problem.bias = 1;
    Linear.disableDebugOutput();
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_L2LOSS_SVC, c, 10_000, 1e-8));
    double[] weights = new double[CLASSES * (DIMENSIONS + 1)];
    for (int k = 0; k < CLASSES; k++) {
      int label = model.getLabels()[k];
      for (int i = 0; i <= DIMENSIONS; i++) {
        // theirs are [features + 1][classes]
        weights[label * (DIMENSIONS + 1) + i] = model.getFeatureWeights()[i * CLASSES + k];
      }
    }
    return weights;
  }

  private static Feature[] nodes(float[] row) {
    Feature[] nodes = new Feature[row.length + 1];
    Arrays.setAll(nodes, i -> new FeatureNode(i + 1, i < row.length ? row[i] : 1));
    return nodes;
  }

  private static LabeledFeatures others(LabeledFeatures features, int fold) {
    int[] kept =
        IntStream.range(0, features.count()).filter(i -> features.fold(i) != fold).toArray();
    return some(
        Arrays.stream(kept).mapToObj(i -> features.rows()[i]).toArray(float[][]::new),
        Arrays.stream(kept).map(features::label).toArray());
  }

  /** Images that lie here. */
  private record LocalImages(LabeledFeatures all) implements LinearSvm.Images {
    @Override
    public double[] loss(Classifiers classifiers, double[] weights) {
      try (HingeLoss loss = new HingeLoss(classifiers, weights)) {
        loss.add(all);
        return loss.sum();
      }
    }

    @Override
    public double share(Classifiers classifiers, double[] weights) {
      long[] right = HingeLoss.right(classifiers, weights, all);
      return (double) right[0] / right[1];
    }
  }

  /** Three normal clouds of deviation 1, each at this distance from the middle. */
  private static LabeledFeatures clouds(int count, double distance, long seed) {
    RandomStream noise = RandomStream.of(seed, "clouds");
    float[][] rows = new float[count][DIMENSIONS];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
      for (int j = 0; j < DIMENSIONS; j++) {
        rows[i][j] = (float) (noise.nextGaussian() + (j == labels[i] ? distance : 0));
      }
    }
    return new LabeledFeatures(rows, labels, folds(count));
  }

  private static LabeledFeatures pair(int count, long seed) {
    RandomStream noise = RandomStream.of(seed, "pair");
    float[][] rows = new float[count][DIMENSIONS];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      for (int j = 0; j < DIMENSIONS; j++) {
        rows[i][j] = (float) (noise.nextGaussian() + (j == 0 ? 2 * labels[i] - 1 : 0));
      }
    }
    return new LabeledFeatures(rows, labels, folds(count));
  }

  private static int[] folds(int count) {
    int[] folds = new int[count];
    Arrays.setAll(folds, i -> i / CLASSES % LinearSvm.FOLDS);
    return folds;
  }
}
