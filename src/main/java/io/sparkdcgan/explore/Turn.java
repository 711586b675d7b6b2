package io.sparkdcgan.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A direction in latent space: from the mean latent of some drawn images to that of others (Radford
 * et al. 2015, figure 8, whose images look left and right).
 *
 * @param name what it changes
 * @param from numbers of images at one end
 * @param to numbers of images at the other end
 * @param expected the attribute that grows, where it can be measured
 */
public record Turn(
    String name, List<Integer> from, List<Integer> to, Optional<ImageAttribute> expected) {
  /** The paper averages four. */
  private static final int GROUP = 4;

  private static final int MOST = 4;

  /** The directions of the attributes in which the drawn images differ most. */
  static List<Turn> automatic(AttributeTable table) {
    List<ImageAttribute> visible = table.visible();
    List<Turn> turns = new ArrayList<>();
    for (ImageAttribute attribute : visible.subList(0, Math.min(MOST, visible.size()))) {
      turns.add(
          new Turn(
              "from %s to %s".formatted(attribute.word(false), attribute.word(true)),
              table.extremes(attribute, false, GROUP),
              table.extremes(attribute, true, GROUP),
              Optional.of(attribute)));
    }
    return turns;
  }
}
