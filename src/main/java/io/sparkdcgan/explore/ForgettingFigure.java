package io.sparkdcgan.explore;

import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.explore.ForgottenObject.Dropped;
import io.sparkdcgan.inference.HiddenMaps;
import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The same images with and without an object's feature maps (section 6.3.1, figure 6).
 *
 * @param maps of the generator that draws
 * @param seed names places and maps that are chosen by chance
 */
public record ForgettingFigure(Drawings drawings, HiddenMaps maps, long seed) {
  private static final int SHOWN = 10;

  private record Change(double inside, double outside) {
    Change rounded() {
      return new Change(Figure.rounded(inside), Figure.rounded(outside));
    }
  }

  /** What was measured, as JSON has it. */
  private record Numbers(
      String layer,
      int maps,
      int dropped,
      String object,
      int pictures,
      int places,
      double accuracy,
      Double heldOutAccuracy,
      Change change,
      Change changeByChance) {}

  /**
   * Draws the figure.
   *
   * @param object what is to be forgotten
   * @param dropped the maps that speak for it
   */
  public Figure of(ForgottenObject object, Dropped dropped) {
    List<float[]> latents = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      latents.add(drawings.latent(object.firstFresh() + i));
    }
    float[] rows = drawings.space().rows(latents);
    int size = drawings.size();
    List<float[]> as = Pixels.split(maps.draw(rows, new boolean[maps.maps()]), size);
    List<float[]> without = Pixels.split(maps.draw(rows, dropped.maps()), size);
    boolean[] byChance = byChance(dropped.count());
    List<float[]> control = Pixels.split(maps.draw(rows, byChance), size);
    float[] activations = maps.activations(rows);
    List<boolean[]> regions = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      regions.add(object.region(dropped.classifier(), activations, i));
    }
    List<float[]> cells = new ArrayList<>(as);
    for (int i = 0; i < SHOWN; i++) {
      cells.add(dimmedOutside(as.get(i), regions.get(i)));
    }
    cells.addAll(without);
    cells.addAll(control);
    Change own = change(as, without, regions);
    Change chance = change(as, control, regions);
    return new Figure(
        "forgetting",
        "Forgetting an object",
        new SampleGrid(4, SHOWN).png(cells, size),
        ("New images: as they are; where the classifier sees the object (the rest is dimmed); with"
                + " the %s of %s maps of %s that speak for it dropped; with as many maps dropped"
                + " that were chosen by chance. The object is %s.")
            .formatted(dropped.count(), maps.maps(), maps.layer(), object.meaning()),
        finding(dropped, own, chance),
        numbers(object, dropped, own, chance));
  }

  private boolean[] byChance(int count) {
    int[] order = RandomStream.of(seed, "dropped by chance").permutation(maps.maps());
    boolean[] chosen = new boolean[maps.maps()];
    for (int i = 0; i < count; i++) {
      chosen[order[i]] = true;
    }
    return chosen;
  }

  private float[] dimmedOutside(float[] image, boolean[] region) {
    int size = drawings.size();
    float[] dimmed = image.clone();
    for (int i = 0; i < dimmed.length; i++) {
      if (!inside(region, i % (size * size))) {
        dimmed[i] = dimmed[i] / 4 - 0.75f;
      }
    }
    return dimmed;
  }

  private boolean inside(boolean[] region, int pixel) {
    int size = drawings.size();
    int cell = size / maps.edge();
    return region[pixel / size / cell * maps.edge() + pixel % size / cell];
  }

  /** The mean absolute change of values inside of the regions and outside of them. */
  private Change change(List<float[]> before, List<float[]> after, List<boolean[]> regions) {
    double[] sums = new double[2];
    long[] counts = new long[2];
    int plane = drawings.size() * drawings.size();
    for (int i = 0; i < before.size(); i++) {
      for (int value = 0; value < 3 * plane; value++) {
        int side = inside(regions.get(i), value % plane) ? 0 : 1;
        sums[side] += Math.abs(after.get(i)[value] - before.get(i)[value]);
        counts[side]++;
      }
    }
    double[] means = new double[2];
    Arrays.setAll(means, side -> counts[side] == 0 ? 0 : sums[side] / counts[side]);
    return new Change(means[0], means[1]);
  }

  private static String finding(Dropped dropped, Change own, Change chance) {
    double ratio = own.inside / Math.max(1e-9, own.outside);
    double byChance = chance.inside / Math.max(1e-9, chance.outside);
    return String.format(
        Locale.ROOT,
        "The classifier is right at %.0f %% of places in images that it was not fitted to. Without"
            + " the maps, values change %.2f inside of what it sees and %.2f outside (%.1f to 1);"
            + " without maps chosen by chance %.2f and %.2f (%.1f to 1). The object is %s.",
        100 * dropped.heldOutAccuracy(),
        own.inside,
        own.outside,
        ratio,
        chance.inside,
        chance.outside,
        byChance,
        ratio > 1.2 * byChance
            ? "changed more than its surroundings, and more so than by chance, as in the paper;"
                + " whether something plausible takes its place is for eyes"
            : "not singled out: the paper's claim does not hold here");
  }

  private Numbers numbers(ForgottenObject object, Dropped dropped, Change own, Change chance) {
    double heldOut = dropped.heldOutAccuracy();
    return new Numbers(
        maps.layer(),
        maps.maps(),
        dropped.count(),
        object.meaning(),
        object.images(),
        dropped.places(),
        Figure.rounded(dropped.accuracy()),
        Double.isNaN(heldOut) ? null : Figure.rounded(heldOut),
        own.rounded(),
        chance.rounded());
  }
}
