package io.sparkdcgan.explore;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparkdcgan.evaluation.SampleGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Drawn images moved along directions of latent space (section 6.3.2, figure 8). */
public record TurnFigure(Drawings drawings, AttributeTable table) {
  private static final int COLUMNS = 9;
  private static final int SHOWN = 2;
  private static final int MEASURED = 16;

  /** The figure of these turns; those of the most visible attributes, if there are none. */
  public Figure of(List<Turn> turns) {
    List<Turn> chosen = turns.isEmpty() ? Turn.automatic(table) : turns;
    List<float[]> cells = new ArrayList<>();
    List<TurnNumbers> rows = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (Turn turn : chosen) {
      List<float[]> images = turned(turn);
      for (int i = 0; i < COLUMNS && !cells.isEmpty(); i++) {
        cells.add(Pixels.DARK);
      }
      cells.addAll(images.subList(0, SHOWN * COLUMNS));
      Map<String, Double> change = change(images);
      rows.add(numbers(turn, images, change));
      findings.add(finding(turn, change));
    }
    return new Figure(
        "turns",
        "Turns along a direction",
        new SampleGrid(cells.size() / COLUMNS, COLUMNS).png(cells, drawings.size()),
        "For each direction two drawn images, in the middle column as they are, to the left with"
            + " up to the whole vector subtracted, to the right with up to the whole of it added.",
        ("Means of %s images that took no part in the vectors. %s As with the paper's turn vector,"
                + " one direction changes many images the same way where its attribute moves by"
                + " more than a deviation.")
            .formatted(MEASURED, String.join(" ", findings)),
        new Numbers(MEASURED, rows));
  }

  /** The first images that are none of the turn's own, each in all positions. */
  private List<float[]> turned(Turn turn) {
    LatentSpace space = drawings.space();
    float[] from = space.mean(turn.from().stream().map(drawings::latent).toList());
    float[] to = space.mean(turn.to().stream().map(drawings::latent).toList());
    float[] direction = LatentSpace.mix(to, 1, from, -1);
    List<float[]> latents = new ArrayList<>();
    for (int number = 0; latents.size() < MEASURED * COLUMNS; number++) {
      if (turn.from().contains(number) || turn.to().contains(number)) {
        continue;
      }
      for (int column = 0; column < COLUMNS; column++) {
        double share = 2.0 * column / (COLUMNS - 1) - 1;
        latents.add(LatentSpace.mix(drawings.latent(number), 1, direction, share));
      }
    }
    return drawings.draw(latents);
  }

  /** How much each attribute grows from the left to the right, on the mean. */
  private Map<String, Double> change(List<float[]> images) {
    Map<String, Double> change = new LinkedHashMap<>();
    for (ImageAttribute attribute : ImageAttribute.values()) {
      double[] positions = positions(attribute, images);
      change.put(attribute.key(), Figure.rounded(positions[COLUMNS - 1] - positions[0]));
    }
    return change;
  }

  private double[] positions(ImageAttribute attribute, List<float[]> images) {
    double[] means = new double[COLUMNS];
    for (int i = 0; i < images.size(); i++) {
      means[i % COLUMNS] += table.score(attribute, images.get(i)) / MEASURED;
    }
    return means;
  }

  /** What was measured, as JSON has it. */
  private record Numbers(int pictures, List<TurnNumbers> turns) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record TurnNumbers(
      String name,
      List<Integer> from,
      List<Integer> to,
      Map<String, Double> change,
      String attribute,
      List<Double> positions) {}

  private TurnNumbers numbers(Turn turn, List<float[]> images, Map<String, Double> change) {
    Optional<ImageAttribute> expected = turn.expected();
    return new TurnNumbers(
        turn.name(),
        turn.from(),
        turn.to(),
        change,
        expected.map(ImageAttribute::key).orElse(null),
        expected.map(one -> Figure.rounded(positions(one, images))).orElse(null));
  }

  private static String finding(Turn turn, Map<String, Double> change) {
    return turn.expected()
        .map(
            attribute -> {
              double own = change.get(attribute.key());
              double other =
                  change.entrySet().stream()
                      .filter(entry -> !entry.getKey().equals(attribute.key()))
                      .mapToDouble(entry -> Math.abs(entry.getValue()))
                      .max()
                      .orElse(0);
              return String.format(
                  Locale.ROOT,
                  "%s: %+.1f deviations, other attributes up to %.1f.",
                  sentence(turn.name()),
                  own,
                  other);
            })
        .orElse(sentence(turn.name()) + ": picked by hand.");
  }

  private static String sentence(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /**
   * A direction in latent space: from the mean latent of some drawn images to that of others
   * (Radford et al. 2015, figure 8, whose images look left and right).
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
}
