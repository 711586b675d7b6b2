package io.sparkdcgan.explore;

import io.sparkdcgan.evaluation.ImageSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Every attribute of many drawn images, in deviations from their mean. */
public final class AttributeTable {
  /** An attribute that varies less, some 1.3 of 256 levels, is not worth adding to an image. */
  private static final double LEAST_DEVIATION = 0.01;

  /** So many are kept in any case: a pair wants two, and three make three pairs. */
  private static final int LEAST_ATTRIBUTES = 3;

  private record Spread(double mean, double deviation) {}

  /** Two attributes that hardly go together. */
  record Pair(ImageAttribute one, ImageAttribute other, double correlation) {}

  private final int size;
  private final int count;
  private final Map<ImageAttribute, Spread> spreads = new EnumMap<>(ImageAttribute.class);
  private final Map<ImageAttribute, double[]> scores = new EnumMap<>(ImageAttribute.class);

  /**
   * @param drawn at least 12 images, in the order of their numbers
   */
  public AttributeTable(ImageSet drawn) {
    this.size = drawn.size();
    this.count = drawn.count();
    for (ImageAttribute attribute : ImageAttribute.values()) {
      double[] values =
          IntStream.range(0, count)
              .mapToDouble(i -> attribute.measure(drawn.nchw(i, i + 1), size))
              .toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance =
          Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      Spread spread = new Spread(mean, Math.sqrt(variance));
      spreads.put(attribute, spread);
      scores.put(attribute, Arrays.stream(values).map(v -> score(spread, v)).toArray());
    }
  }

  private static double score(Spread spread, double value) {
    return spread.deviation == 0 ? 0 : (value - spread.mean) / spread.deviation;
  }

  /** An image's attribute in deviations of the drawn images from their mean. */
  double score(ImageAttribute attribute, float[] chw) {
    return score(spreads.get(attribute), attribute.measure(chw, size));
  }

  /** All attributes of an image, by their names. */
  Map<String, Double> scores(float[] chw) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (ImageAttribute attribute : ImageAttribute.values()) {
      all.put(attribute.key(), Figure.rounded(score(attribute, chw)));
    }
    return all;
  }

  /** Attributes in which the images differ visibly, those with the largest deviation first. */
  List<ImageAttribute> visible() {
    List<ImageAttribute> byDeviation =
        Arrays.stream(ImageAttribute.values())
            .sorted(Comparator.comparingDouble(a -> -spreads.get(a).deviation))
            .toList();
    long visible =
        byDeviation.stream().filter(a -> spreads.get(a).deviation >= LEAST_DEVIATION).count();
    return byDeviation.subList(0, (int) Math.max(LEAST_ATTRIBUTES, visible));
  }

  /** Pairs of visible attributes, the least correlated first. */
  List<Pair> pairs() {
    List<ImageAttribute> visible = visible();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < visible.size(); i++) {
      for (int j = i + 1; j < visible.size(); j++) {
        pairs.add(
            new Pair(visible.get(i), visible.get(j), correlation(visible.get(i), visible.get(j))));
      }
    }
    pairs.sort(Comparator.comparingDouble(pair -> Math.abs(pair.correlation)));
    return pairs;
  }

  private double correlation(ImageAttribute one, ImageAttribute other) {
    return IntStream.range(0, count)
        .mapToDouble(i -> scores.get(one)[i] * scores.get(other)[i])
        .average()
        .orElseThrow();
  }

  /** The numbers of the images with most, or least, of an attribute. */
  List<Integer> extremes(ImageAttribute attribute, boolean much, int wanted) {
    double sign = much ? 1 : -1;
    return best(i -> sign * scores.get(attribute)[i], wanted);
  }

  /** The numbers of the images that are far out in both attributes, each in its direction. */
  List<Integer> corner(Pair pair, boolean muchOfOne, boolean muchOfOther, int wanted) {
    double one = muchOfOne ? 1 : -1;
    double other = muchOfOther ? 1 : -1;
    return best(
        i -> Math.min(one * scores.get(pair.one)[i], other * scores.get(pair.other)[i]), wanted);
  }

  private List<Integer> best(IntToDoubleFunction value, int wanted) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -value.applyAsDouble(i)))
        .limit(wanted)
        .toList();
  }
}
