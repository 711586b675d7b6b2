package io.sparkdcgan.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An arithmetic of images (Radford et al. 2015, section 6.3.2): with - without + onto, where each
 * is the mean latent of some drawn images, given by their numbers.
 *
 * @param name what it is about
 * @param with images that have what is to be added
 * @param without images that are alike but for that
 * @param onto images that are to get it
 * @param expected the attributes that the result should have, where they can be measured
 */
public record VectorSum(
    String name,
    List<Integer> with,
    List<Integer> without,
    List<Integer> onto,
    Optional<Expected> expected) {

  /** The paper averages three. */
  private static final int GROUP = 3;

  private static final int SUMS = 3;

  /**
   * Much of one attribute, little of another.
   *
   * @param much of it as the first group has, and the other two have not
   * @param little of it as the third group has, and the first two have not
   */
  public record Expected(ImageAttribute much, ImageAttribute little) {}

  /** Three sums of the least correlated attributes that the drawn images have. */
  static List<VectorSum> automatic(AttributeTable table) {
    List<VectorSum> sums = new ArrayList<>();
    for (AttributeTable.Pair pair : table.pairs().subList(0, SUMS)) {
      String much = pair.one().word(true);
      String little = pair.one().word(false);
      String before = pair.other().word(true);
      String after = pair.other().word(false);
      sums.add(
          new VectorSum(
              "(%s, %s) - (%s, %s) + (%s, %s)"
                  .formatted(much, before, little, before, little, after),
              table.corner(pair, true, true, GROUP),
              table.corner(pair, false, true, GROUP),
              table.corner(pair, false, false, GROUP),
              Optional.of(new Expected(pair.one(), pair.other()))));
    }
    return sums;
  }
}
