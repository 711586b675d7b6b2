package io.sparkdcgan.evaluation;

import java.util.List;

/**
 * A linear L2-SVM (squared hinge loss, L2 regularization), one class against the rest, as in
 * Radford et al. 2015, section 5.1: minimizes |w|^2 / 2 + C sum max(0, 1 - y w x)^2 for each class.
 * C is chosen by cross-validation on up to {@link #CHOOSING} of the training images. All classes
 * and folds are minimized together, so that whoever has the images goes through them once a step.
 */
public final class LinearSvm {
  /** Parts of cross-validation. */
  public static final int FOLDS = 3;

  /**
   * About as many images choose C: with more, the best C moves by less than the grid is coarse, and
   * a step of cross-validation is many times as dear as one of what is learned in the end.
   */
  public static final int CHOOSING = 10_000;

  /** What is tried; rows have a mean squared length of 1, see {@link Standardization}. */
  static final List<Double> GRID = List.of(0.01, 0.03, 0.1, 0.3, 1.0, 3.0);

  /** The larger C, the longer it takes: ends where so many in a row were worse than the best. */
  private static final int WORSE = 2;

  /** What the gradient's length may be, of that at zero: to choose C, and in the end. */
  private static final double TO_CHOOSE = 1e-2;

  private static final double TOLERANCE = 1e-3;

  private static final int MOST_STEPS = 500;

  /** Weights, gradients and what the descent remembers of both, in double precision. */
  private static final int BYTES_OF_WEIGHT = 26 * Double.BYTES;

  private LinearSvm() {}

  /** Images by standardized features, wherever they lie. */
  public interface Images {
    /**
     * What those that classifiers can use say of weights, as {@link HingeLoss#sum} has it.
     *
     * @param weights of all classifiers
     */
    double[] loss(Classifiers classifiers, double[] weights);

    /** The share whose class is found, 0 to 1, see {@link HingeLoss#right}. */
    double share(Classifiers classifiers, double[] weights);
  }

  /**
   * How a test went.
   *
   * @param accuracy share of the test images whose class was found, 0 to 1
   * @param trainAccuracy the same of the training images
   * @param crossValidated the same as cross-validation had it, for the C that was chosen
   * @param c the C that was chosen
   * @param dimensions features of an image
   */
  public record Outcome(
      double accuracy, double trainAccuracy, double crossValidated, double c, int dimensions) {}

  /** Bytes of heap that learning takes in this process, roughly, wherever the images lie. */
  public static long heapBytes(int classes, long dimensions) {
    return (dimensions + 1) * classes * FOLDS * BYTES_OF_WEIGHT;
  }

  /** Is told how learning gets on. */
  @FunctionalInterface
  public interface Watch {
    /**
     * A step is about to be taken.
     *
     * @param c what is tried, or what was chosen where all images are learned from
     * @param share of the work that is done, 0 to 1, roughly: nobody knows how many steps it takes
     */
    void step(double c, double share);
  }

  /** The same with nobody to watch. */
  public static Outcome test(Images train, Images test, int classes, int dimensions) {
    return test(train, test, classes, dimensions, (c, share) -> {});
  }

  /**
   * Learns from some images and tells the classes of others.
   *
   * @param classes how many there are, at least 2
   * @param dimensions features of an image
   * @param watch is told how it gets on
   */
  public static Outcome test(Images train, Images test, int classes, int dimensions, Watch watch) {
    Classifiers folds = Classifiers.crossValidated(classes, FOLDS, dimensions);
    Choice choice = new Choice(new double[folds.length()]);
    for (int i = 0; i < GRID.size(); i++) {
      double c = GRID.get(i);
      if (choice.worse < WORSE) {
        Images seen = new WatchedImages(train, watch, c, i);
        double[] weights = weights(seen, folds, c, choice.newest, TO_CHOOSE);
        choice.take(c, train.share(folds, weights), weights);
      }
    }
    Images seen = new WatchedImages(train, watch, choice.c, GRID.size());
    Classifiers all = Classifiers.ofAll(classes, dimensions);
    double[] weights = weights(seen, all, choice.c, folds.meanOfFolds(choice.weights), TOLERANCE);
    return new Outcome(
        test.share(all, weights), train.share(all, weights), choice.accuracy, choice.c, dimensions);
  }

  /** Images that tell of each step of a descent, which there are as many of as C, and one more. */
  private static final class WatchedImages implements Images {
    /** About as many steps are half of a descent. */
    private static final double HALF = 25;

    private final Images images;
    private final Watch watch;
    private final double c;
    private final int descent;
    private int steps;

    WatchedImages(Images images, Watch watch, double c, int descent) {
      this.images = images;
      this.watch = watch;
      this.c = c;
      this.descent = descent;
    }

    @Override
    public double[] loss(Classifiers classifiers, double[] weights) {
      watch.step(c, (descent + steps / (steps + HALF)) / (GRID.size() + 1));
      steps++;
      return images.loss(classifiers, weights);
    }

    @Override
    public double share(Classifiers classifiers, double[] weights) {
      return images.share(classifiers, weights);
    }
  }

  /** The smallest of the best C so far. The next one's descent begins where the newest ended. */
  private static final class Choice {
    double c;
    double accuracy = -1;
    double[] weights;
    double[] newest;
    int worse;

    Choice(double[] start) {
      this.weights = start;
      this.newest = start;
    }

    void take(double tried, double found, double[] at) {
      newest = at;
      worse++;
      if (found > accuracy) {
        c = tried;
        accuracy = found;
        weights = at;
        worse = 0;
      }
    }
  }

  /** The weights that minimize all classifiers' sums. */
  static double[] weights(
      Images train, Classifiers classifiers, double c, double[] start, double tolerance) {
    return new LimitedMemoryBfgs(
            (x, gradient) -> sum(train, classifiers, c, x, gradient), tolerance, MOST_STEPS)
        .minimize(start);
  }

  private static double sum(
      Images train, Classifiers classifiers, double c, double[] weights, double[] gradient) {
    double[] said = train.loss(classifiers, weights);
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      gradient[i] = weights[i] + c * said[i];
      squares += weights[i] * weights[i];
    }
    return squares / 2 + c * said[weights.length];
  }
}
