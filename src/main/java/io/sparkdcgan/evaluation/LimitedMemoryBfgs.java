package io.sparkdcgan.evaluation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds the minimum of a smooth convex function of many variables by its gradients (L-BFGS, Nocedal
 * and Wright 2006, algorithms 7.4 and 7.5). Steps are found by halving and doubling until they
 * suffice (weak Wolfe conditions, Lewis and Overton 2013, algorithm 2.6); nearly always the first
 * does, so that a step costs one gradient.
 *
 * <p>MLlib has the same method from Breeze, whose functions only Scala can write.
 */
public final class LimitedMemoryBfgs {
  private static final int MEMORY = 10;
  private static final double ENOUGH_DESCENT = 1e-4;
  private static final double ENOUGH_CURVATURE = 0.9;
  private static final int MOST_TRIALS = 30;

  private final Objective objective;
  private final double tolerance;
  private final int mostSteps;
  private final Deque<Change> changes = new ArrayDeque<>(); // the newest first

  /**
   * Of a function.
   *
   * @param tolerance ends where the gradient's length is this share of what it is at zero
   * @param mostSteps ends after so many steps at the latest
   */
  public LimitedMemoryBfgs(Objective objective, double tolerance, int mostSteps) {
    this.objective = objective;
    this.tolerance = tolerance;
    this.mostSteps = mostSteps;
  }

  /** What is to be as small as possible. */
  @FunctionalInterface
  public interface Objective {
    /**
     * The value at a place.
     *
     * @param x not changed
     * @param gradient written over
     */
    double at(double[] x, double[] gradient);
  }

  /** A place, the function's value and its gradient there. */
  private static final class Place {
    final double[] x;
    final double[] gradient;
    final double value;

    Place(Objective objective, double[] x) {
      this.x = x;
      this.gradient = new double[x.length];
      this.value = objective.at(x, gradient);
    }
  }

  /** How the place and the gradient changed by a step. */
  private static final class Change {
    final double[] x;
    final double[] gradient;
    final double product;

    Change(Place before, Place after) {
      this.x = after.x.clone();
      this.gradient = after.gradient.clone();
      addTo(x, -1, before.x);
      addTo(gradient, -1, before.gradient);
      this.product = dot(x, gradient);
    }
  }

  /**
   * Goes down from a start.
   *
   * @param start not changed
   */
  public double[] minimize(double[] start) {
    double reference = length(new Place(objective, new double[start.length]).gradient);
    Place here = new Place(objective, start);
    for (int step = 0; step < mostSteps && length(here.gradient) > tolerance * reference; step++) {
      Place next = along(here, direction(here.gradient));
      if (next == null) {
        break; // rounding: no step makes it smaller
      }
      remember(new Change(here, next));
      here = next;
    }
    return here.x;
  }

  /** The two loops of algorithm 7.4. */
  private double[] direction(double[] gradient) {
    double[] direction = gradient.clone();
    double[] shares = new double[changes.size()];
    int i = 0;
    for (Change change : changes) {
      shares[i] = dot(change.x, direction) / change.product;
      addTo(direction, -shares[i++], change.gradient);
    }
    double scale =
        changes.isEmpty()
            ? 1 / Math.max(1, length(gradient))
            : changes.peek().product / square(changes.peek().gradient);
    for (int at = 0; at < direction.length; at++) {
      direction[at] *= scale;
    }
    for (Iterator<Change> oldest = changes.descendingIterator(); oldest.hasNext(); ) {
      Change change = oldest.next();
      double back = dot(change.gradient, direction) / change.product;
      addTo(direction, shares[--i] - back, change.x);
    }
    for (int at = 0; at < direction.length; at++) {
      direction[at] = -direction[at];
    }
    return direction;
  }

  /** A step that suffices, or null if there is none. */
  private Place along(Place from, double[] direction) {
    double slope = dot(from.gradient, direction);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = 1;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      double[] x = from.x.clone();
      addTo(x, length, direction);
      Place place = new Place(objective, x);
      if (!(place.value <= from.value + ENOUGH_DESCENT * length * slope)) {
        high = length;
      } else if (dot(place.gradient, direction) < ENOUGH_CURVATURE * slope) {
        low = length;
      } else {
        return place;
      }
      length = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
    }
    return null;
  }

  private void remember(Change change) {
    if (change.product > 0) {
      changes.addFirst(change);
      if (changes.size() > MEMORY) {
        changes.removeLast();
      }
    }
  }

  private static void addTo(double[] sum, double factor, double[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double square(double[] values) {
    return dot(values, values);
  }

  private static double length(double[] values) {
    return Math.sqrt(square(values));
  }
}
