package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.sparkdcgan.explore.MapClassifier.Place;
import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which maps speak for an object. */
final class MapClassifierTest {
  private static final int MAPS = 12;

  @Test
  void mapsThatAnswerToTheObjectHavePositiveWeights() {
    List<Place> places = places(1);
    MapClassifier classifier = MapClassifier.of(places);
    assertArrayEquals(new boolean[] {true, false, false}, classifier.positive());
    assertEquals(1, classifier.accuracy(places(2)), 0.02);
  }

  @Test
  void theOrderOfPlacesTurnsNoSign() {
    List<Place> places = new ArrayList<>(places(1));
    Collections.reverse(places);
    assertArrayEquals(new boolean[] {true, false, false}, MapClassifier.of(places).positive());
  }

  /** liblinear minimizes the same sum in another way. */
  @Test
  void itsWeightsAreThoseOfLiblinear() {
    List<Place> places = overlapping(3);
    MapClassifier ours = MapClassifier.of(places);
    Problem problem = new Problem();
    problem.l = places.size();
    problem.n = MAPS + 1;
    problem.bias = 1;
    problem.y = places.stream().mapToDouble(place -> place.inside ? 1 : -1).toArray();
    double[] scales = new double[MAPS];
    for (int map = 0; map < MAPS; map++) {
      int column = map;
      double mean = places.stream().mapToDouble(at -> at.activations[column]).average().orElse(0);
      double variance =
          places.stream()
              .mapToDouble(at -> Math.pow(at.activations[column] - mean, 2))
              .average()
              .orElse(0);
      scales[map] = 1 / Math.sqrt(variance);
    }
    problem.x =
        places.stream().map(place -> nodes(place.activations, scales)).toArray(Feature[][]::new);
    Linear.disableDebugOutput();
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, 0.01, 10_000, 1e-10));
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    for (int map = 0; map < MAPS; map++) {
      double theirs = sign * model.getFeatureWeights()[map];
      assertEquals(theirs, ours.weights[map] / scales[map], 1e-5, "map " + map);
    }
    assertEquals(sign * model.getFeatureWeights()[MAPS], ours.offset, 1e-5);
  }

  private static Feature[] nodes(float[] activations, double[] scales) {
    Feature[] nodes = new Feature[MAPS + 1];
    Arrays.setAll(nodes, i -> new FeatureNode(i + 1, i < MAPS ? activations[i] * scales[i] : 1));
    return nodes;
  }

  /** Maps of several sizes that know a little of the object each, or nothing. */
  private static List<Place> overlapping(long seed) {
    RandomStream chance = RandomStream.of(seed, "test");
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      boolean inside = i % 3 == 0;
      float[] activations = new float[MAPS];
      for (int map = 0; map < MAPS; map++) {
        double knows = inside ? 0.2 * (map % 5 - 2) : 0;
        activations[map] = (float) ((map + 1) * Math.max(0, chance.nextDouble(-1, 1) + knows));
      }
      places.add(new Place(activations, inside));
    }
    return places;
  }

  /** The first map is strong inside, the second outside, the third is dead. */
  private static List<Place> places(long seed) {
    RandomStream chance = RandomStream.of(seed, "test");
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      boolean inside = i % 2 == 0;
      float strong = (float) chance.nextDouble(2, 3);
      float weak = (float) chance.nextDouble(0, 1);
      places.add(
          new Place(new float[] {inside ? strong : weak, inside ? weak : strong, 0}, inside));
    }
    return places;
  }
}
