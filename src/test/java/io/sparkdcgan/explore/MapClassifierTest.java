package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.explore.MapClassifier.Place;
import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which maps speak for an object. */
final class MapClassifierTest {
  @Test
  void mapsThatAnswerToTheObjectHavePositiveWeights() {
    List<Place> places = places(1);
    MapClassifier classifier = MapClassifier.of(places);
    assertArrayEquals(new boolean[] {true, false, false}, classifier.positive());
    assertEquals(1, classifier.accuracy(places(2)), 0.02);
  }

  /** liblinear gives the weights of the label that it meets first. */
  @Test
  void theOrderOfPlacesTurnsNoSign() {
    List<Place> places = new ArrayList<>(places(1));
    Collections.reverse(places);
    assertArrayEquals(new boolean[] {true, false, false}, MapClassifier.of(places).positive());
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
