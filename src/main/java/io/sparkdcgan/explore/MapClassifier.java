package io.sparkdcgan.explore;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;
import java.util.Random;

/**
 * Logistic regression from the activations of all feature maps at one place to whether the place
 * belongs to an object (Radford et al. 2015, section 6.3.1), by liblinear (Fan et al. 2008): L2
 * regularized, with an offset, activations divided by their map's deviation.
 */
final class MapClassifier {
  private static final double COST = 0.01;
  private static final double TOLERANCE = 1e-4;

  private final double[] weights;
  private final double offset;

  /**
   * @param weights one for each feature map, of activations as they are
   * @param offset added to their weighted sum
   */
  private MapClassifier(double[] weights, double offset) {
    this.weights = weights;
    this.offset = offset;
  }

  /** A place: the activations of all maps there, and whether it belongs to the object. */
  static final class Place {
    private final float[] activations;
    private final boolean inside;

    Place(float[] activations, boolean inside) {
      this.activations = activations;
      this.inside = inside;
    }
  }

  /** The classifier of these places, of which some are inside and some are not. */
  static MapClassifier of(List<Place> places) {
    int maps = places.get(0).activations.length;
    double[] deviations = deviations(places, maps);
    Problem problem = new Problem();
    problem.l = places.size();
    problem.n = maps + 1;
    problem.bias = 1;
    problem.x = new Feature[problem.l][];
    problem.y = new double[problem.l];
    for (int i = 0; i < problem.l; i++) {
      problem.x[i] = features(places.get(i).activations, deviations);
      problem.y[i] = places.get(i).inside ? 1 : -1;
    }
    Parameter parameter = new Parameter(SolverType.L2R_LR, COST, TOLERANCE);
    // Its own default is one generator for the whole process.
    parameter.setRandom(new Random(1));
    // It would print to standard output, which is not ours.
    Linear.disableDebugOutput();
    Model model = Linear.train(problem, parameter);
    // Weights are those of the label that came first.
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] weights = new double[maps];
    for (int map = 0; map < maps; map++) {
      weights[map] =
          deviations[map] == 0 ? 0 : sign * model.getFeatureWeights()[map] / deviations[map];
    }
    return new MapClassifier(weights, sign * model.getFeatureWeights()[maps]);
  }

  /** Maps that are 0 everywhere stay out, since liblinear's rows are sparse. */
  private static Feature[] features(float[] activations, double[] deviations) {
    int maps = activations.length;
    Feature[] features = new Feature[maps + 1];
    for (int map = 0; map < maps; map++) {
      double value = deviations[map] == 0 ? 0 : activations[map] / deviations[map];
      features[map] = new FeatureNode(map + 1, value);
    }
    features[maps] = new FeatureNode(maps + 1, 1);
    return features;
  }

  private static double[] deviations(List<Place> places, int maps) {
    double[] deviations = new double[maps];
    for (int map = 0; map < maps; map++) {
      double sum = 0;
      double squares = 0;
      for (Place place : places) {
        sum += place.activations[map];
        squares += (double) place.activations[map] * place.activations[map];
      }
      double mean = sum / places.size();
      deviations[map] = Math.sqrt(Math.max(0, squares / places.size() - mean * mean));
    }
    return deviations;
  }

  /** Whether a place is taken for one inside. */
  boolean isInside(float[] activations) {
    double sum = offset;
    for (int map = 0; map < weights.length; map++) {
      sum += weights[map] * activations[map];
    }
    return sum > 0;
  }

  /** The share of places that are told right. */
  double accuracy(List<Place> places) {
    return places.stream()
        .mapToInt(place -> isInside(place.activations) == place.inside ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  /** The maps that speak for the object: those to drop. */
  boolean[] positive() {
    boolean[] positive = new boolean[weights.length];
    for (int map = 0; map < weights.length; map++) {
      positive[map] = weights[map] > 0;
    }
    return positive;
  }
}
