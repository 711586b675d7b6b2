package io.sparkdcgan.explore;

import io.sparkdcgan.evaluation.LimitedMemoryBfgs;
import java.util.List;

/**
 * Logistic regression from the activations of all feature maps at one place to whether the place
 * belongs to an object (Radford et al. 2015, section 6.3.1), as liblinear's (Fan et al. 2008): L2
 * regularized, the offset too, activations divided by their map's deviation.
 */
final class MapClassifier {
  private static final double COST = 0.01;
  private static final double TOLERANCE = 1e-6;
  private static final int MOST_STEPS = 1000;

  final double[] weights;
  final double offset;

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
    final float[] activations;
    final boolean inside;

    Place(float[] activations, boolean inside) {
      this.activations = activations;
      this.inside = inside;
    }
  }

  /** The classifier of these places, of which some are inside and some are not. */
  static MapClassifier of(List<Place> places) {
    int maps = places.get(0).activations.length;
    double[] scales = scales(places, maps);
    double[] found =
        new LimitedMemoryBfgs(
                (x, gradient) -> sum(places, scales, x, gradient), TOLERANCE, MOST_STEPS)
            .minimize(new double[maps + 1]);
    double[] weights = new double[maps];
    for (int map = 0; map < maps; map++) {
      weights[map] = found[map] * scales[map];
    }
    return new MapClassifier(weights, found[maps]);
  }

  /**
   * Half of the squared weights and {@link #COST} times the places' losses, log(1 + exp(-margin)).
   *
   * @param x a weight for each map, of activations times the map's scale, and the offset
   * @param gradient written over
   */
  private static double sum(List<Place> places, double[] scales, double[] x, double[] gradient) {
    int maps = scales.length;
    double sum = 0;
    for (int i = 0; i <= maps; i++) {
      sum += x[i] * x[i] / 2;
      gradient[i] = x[i];
    }
    for (Place place : places) {
      double value = x[maps];
      for (int map = 0; map < maps; map++) {
        value += x[map] * scales[map] * place.activations[map];
      }
      double sign = place.inside ? 1 : -1;
      double margin = sign * value;
      sum += COST * (Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin));
      double slope = -COST * sign / (1 + Math.exp(margin));
      for (int map = 0; map < maps; map++) {
        gradient[map] += slope * scales[map] * place.activations[map];
      }
      gradient[maps] += slope;
    }
    return sum;
  }

  /** One by each map's deviation; 0 for maps that are the same everywhere, which stay out. */
  private static double[] scales(List<Place> places, int maps) {
    double[] scales = new double[maps];
    for (int map = 0; map < maps; map++) {
      double sum = 0;
      double squares = 0;
      for (Place place : places) {
        sum += place.activations[map];
        squares += (double) place.activations[map] * place.activations[map];
      }
      double mean = sum / places.size();
      double deviation = Math.sqrt(Math.max(0, squares / places.size() - mean * mean));
      scales[map] = deviation == 0 ? 0 : 1 / deviation;
    }
    return scales;
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
