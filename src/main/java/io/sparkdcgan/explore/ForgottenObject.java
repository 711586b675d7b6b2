package io.sparkdcgan.explore;

import io.sparkdcgan.explore.MapClassifier.Place;
import io.sparkdcgan.explore.ObjectRegion.ObjectBox;
import io.sparkdcgan.inference.HiddenMaps;
import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An object in drawn images, and the feature maps that speak for it: all places inside of it
 * against as many places by chance outside of it, in the same images (section 6.3.1).
 */
public final class ForgottenObject {
  /** The paper looks at as many images. */
  private static final int IMAGES = 150;

  /** Places of either side: 10 MB of activations, with 256 maps. */
  private static final int MOST_PLACES = 5000;

  /** Every fifth image is kept to see how good the classifier is. */
  private static final int HELD_OUT = 5;

  /**
   * What was found.
   *
   * @param classifier of places
   * @param places how many it was fitted to
   * @param accuracy at these places
   * @param heldOutAccuracy at places of other images, NaN if there are none
   */
  public record Dropped(
      MapClassifier classifier, int places, double accuracy, double heldOutAccuracy) {
    boolean[] maps() {
      return classifier.positive();
    }

    int count() {
      boolean[] maps = maps();
      return (int) IntStream.range(0, maps.length).filter(map -> maps[map]).count();
    }
  }

  private record Places(List<Place> inside, List<Place> outside) {
    Places() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    List<Place> balanced(RandomStream chance) {
      int wanted = Math.min(MOST_PLACES, Math.min(inside.size(), outside.size()));
      List<Place> chosen = new ArrayList<>(sample(inside, wanted, chance));
      chosen.addAll(sample(outside, wanted, chance));
      return chosen;
    }

    private static List<Place> sample(List<Place> places, int wanted, RandomStream chance) {
      int[] order = chance.permutation(places.size());
      return IntStream.range(0, wanted).mapToObj(i -> places.get(order[i])).toList();
    }
  }

  private interface Cells {
    boolean[] of(int image, float[] chw);
  }

  private final Drawings drawings;
  private final HiddenMaps maps;
  private final List<Integer> images;
  private final String meaning;
  private final Cells cells;

  private ForgottenObject(
      Drawings drawings, HiddenMaps maps, List<Integer> images, String meaning, Cells cells) {
    this.drawings = drawings;
    this.maps = maps;
    this.images = images;
    this.meaning = meaning;
    this.cells = cells;
  }

  /** What the pixels of the first 150 images tell. */
  public static ForgottenObject of(Drawings drawings, HiddenMaps maps, ObjectRegion region) {
    return new ForgottenObject(
        drawings,
        maps,
        IntStream.range(0, IMAGES).boxed().toList(),
        region.meaning() + " (told from the pixels, nobody drew boxes)",
        (image, chw) -> region.cells(chw, drawings.size(), maps.edge()));
  }

  /** What somebody drew boxes around. */
  public static ForgottenObject of(Drawings drawings, HiddenMaps maps, List<ObjectBox> boxes) {
    return new ForgottenObject(
        drawings,
        maps,
        boxes.stream().map(ObjectBox::image).distinct().sorted().toList(),
        "what lies in the %s boxes that were given".formatted(boxes.size()),
        (image, chw) -> inside(boxes, image, maps.edge(), drawings.size() / maps.edge()));
  }

  private static boolean[] inside(List<ObjectBox> boxes, int image, int edge, int cell) {
    boolean[] cells = new boolean[edge * edge];
    for (int i = 0; i < cells.length; i++) {
      int at = i;
      cells[i] =
          boxes.stream()
              .filter(box -> box.image() == image)
              .anyMatch(box -> box.holds(at % edge, at / edge, cell));
    }
    return cells;
  }

  String meaning() {
    return meaning;
  }

  int images() {
    return images.size();
  }

  /** The first of the images that no classifier was fitted to. */
  int firstFresh() {
    return images.get(images.size() - 1) + 1;
  }

  /**
   * Fits the classifier.
   *
   * @param seed names the places outside that are taken
   * @return empty if no place, or every place, is inside
   */
  public Optional<Dropped> fit(long seed) {
    Places fitted = new Places();
    Places heldOut = new Places();
    for (int i = 0; i < images.size(); i++) {
      boolean kept = images.size() >= HELD_OUT && i % HELD_OUT == HELD_OUT - 1;
      add(images.get(i), kept ? heldOut : fitted);
    }
    RandomStream chance = RandomStream.of(seed, "places");
    List<Place> places = fitted.balanced(chance);
    if (places.isEmpty()) {
      return Optional.empty();
    }
    MapClassifier classifier = MapClassifier.of(places);
    return Optional.of(
        new Dropped(
            classifier,
            places.size(),
            classifier.accuracy(places),
            classifier.accuracy(heldOut.balanced(chance))));
  }

  private void add(int image, Places places) {
    float[] latent = drawings.latent(image);
    boolean[] inside = cells.of(image, maps.draw(latent, new boolean[maps.maps()]));
    float[] activations = maps.activations(latent);
    for (int cell = 0; cell < inside.length; cell++) {
      (inside[cell] ? places.inside : places.outside)
          .add(new Place(at(activations, 0, cell), inside[cell]));
    }
  }

  /** Where the classifier sees the object in one of several images: [edge, edge]. */
  boolean[] region(MapClassifier classifier, float[] activations, int image) {
    boolean[] region = new boolean[maps.edge() * maps.edge()];
    for (int cell = 0; cell < region.length; cell++) {
      region[cell] = classifier.isInside(at(activations, image, cell));
    }
    return region;
  }

  private float[] at(float[] activations, int image, int cell) {
    int area = maps.edge() * maps.edge();
    float[] place = new float[maps.maps()];
    for (int map = 0; map < place.length; map++) {
      place[map] = activations[(image * maps.maps() + map) * area + cell];
    }
    return place;
  }
}
