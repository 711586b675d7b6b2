package io.sparkdcgan.evaluation;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A linear L2-SVM (squared hinge loss, L2 regularization), one class against the rest, as in
 * Radford et al. 2015, section 5.1: minimizes |w|^2 / 2 + C sum max(0, 1 - y w x)^2 for each class.
 * The solver is liblinear's dual coordinate descent, which scikit-learn's {@code LinearSVC} and so
 * the authors use, too. C is chosen by cross-validation on the training pictures alone.
 */
public final class LinearSvm {
  /** What is tried; rows have a mean squared length of 1, see {@link Standardization}. */
  static final List<Double> GRID = List.of(0.01, 0.03, 0.1, 0.3, 1.0, 3.0);

  /** Bytes of a feature of a training picture: its float, liblinear's node and a reference. */
  private static final int BYTES_OF_FEATURE = 32;

  private static final int FOLDS = 3;
  private static final double TOLERANCE = 0.1; // liblinear's own for this solver
  private static final int MOST_PASSES = 300;

  /** A constant feature, whose weight is regularized as any other's: so has it scikit-learn. */
  private static final double BIAS = 1;

  private LinearSvm() {}

  /**
   * How a test went.
   *
   * @param accuracy share of the test pictures whose class was found, 0 to 1
   * @param trainAccuracy the same of the training pictures
   * @param crossValidated the same as cross-validation had it, for the C that was chosen
   * @param c the C that was chosen
   * @param dimensions features of a picture
   */
  public record Outcome(
      double accuracy, double trainAccuracy, double crossValidated, double c, int dimensions) {}

  /** Bytes of heap that learning from so many pictures and asking for others takes, roughly. */
  public static long heapBytes(long learned, long asked, long dimensions) {
    return (learned * BYTES_OF_FEATURE + asked * Float.BYTES) * dimensions;
  }

  /**
   * Learns from some pictures and tells the classes of others. The rows of both are standardized,
   * by what the training pictures are like.
   *
   * @param seed names the folds of cross-validation and the order of descent
   */
  public static Outcome test(LabeledFeatures train, LabeledFeatures test, long seed) {
    Linear.disableDebugOutput();
    Standardization standard = Standardization.of(train.rows());
    standard.apply(train.rows());
    standard.apply(test.rows());
    Feature[][] nodes = nodes(train.rows());
    int[] fold = folds(train.count(), seed);
    double[] found =
        GRID.parallelStream()
            .mapToDouble(c -> crossValidated(nodes, train.labels(), fold, c, seed))
            .toArray();
    // the smallest of the best
    int best = IntStream.range(0, found.length).reduce(0, (a, b) -> found[b] > found[a] ? b : a);
    Model model = model(nodes, train.labels(), GRID.get(best), seed);
    return new Outcome(
        share(model, test),
        share(model, nodes, train.labels()),
        found[best],
        GRID.get(best),
        train.dimensions());
  }

  /** Which fold each picture is in. */
  private static int[] folds(int count, long seed) {
    int[] order = RandomStream.of(seed, "cross-validation").permutation(count);
    int[] fold = new int[count];
    for (int place = 0; place < count; place++) {
      fold[order[place]] = place % FOLDS;
    }
    return fold;
  }

  private static double crossValidated(
      Feature[][] nodes, int[] labels, int[] fold, double c, long seed) {
    double right = 0;
    for (int left = 0; left < FOLDS; left++) {
      int held = left;
      int[] learned = IntStream.range(0, fold.length).filter(i -> fold[i] != held).toArray();
      int[] asked = IntStream.range(0, fold.length).filter(i -> fold[i] == held).toArray();
      if (learned.length > 0 && asked.length > 0) {
        Model model = model(some(nodes, learned), some(labels, learned), c, seed);
        right += asked.length * share(model, some(nodes, asked), some(labels, asked));
      }
    }
    return right / fold.length;
  }

  private static Model model(Feature[][] nodes, int[] labels, double c, long seed) {
    Problem problem = new Problem();
    problem.l = nodes.length;
    problem.n = nodes[0].length; // the constant feature counts
    problem.x = nodes;
    problem.y = Arrays.stream(labels).asDoubleStream().toArray();
    problem.bias = BIAS;
    Parameter parameter = new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, c, MOST_PASSES, TOLERANCE);
    parameter.setRandom(new Random(seed));
    return Linear.train(problem, parameter);
  }

  private static double share(Model model, Feature[][] nodes, int[] labels) {
    long right =
        IntStream.range(0, nodes.length)
            .filter(i -> Linear.predict(model, nodes[i]) == labels[i])
            .count();
    return (double) right / nodes.length;
  }

  private static double share(Model model, LabeledFeatures test) {
    long right =
        IntStream.range(0, test.count())
            .filter(i -> Linear.predict(model, nodes(test.rows()[i])) == test.labels()[i])
            .count();
    return (double) right / test.count();
  }

  private static Feature[][] nodes(float[][] rows) {
    return Arrays.stream(rows).map(LinearSvm::nodes).toArray(Feature[][]::new);
  }

  /** With the constant feature at the end, as liblinear wants it. */
  private static Feature[] nodes(float[] row) {
    Feature[] nodes = new Feature[row.length + 1];
    Arrays.setAll(nodes, i -> new FeatureNode(i + 1, i < row.length ? row[i] : BIAS));
    return nodes;
  }

  private static Feature[][] some(Feature[][] nodes, int[] indices) {
    return Arrays.stream(indices).mapToObj(i -> nodes[i]).toArray(Feature[][]::new);
  }

  private static int[] some(int[] labels, int[] indices) {
    return Arrays.stream(indices).map(i -> labels[i]).toArray();
  }
}
