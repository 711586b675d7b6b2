package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.TrainingConfig.Augmentation;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ImageAugmentationTest {
  private static final int EDGE = 16;
  private static final int AREA = EDGE * EDGE;

  @Test
  void itIsTheAuthorsCodeStepByStep() {
    for (long seed = 0; seed < 50; seed++) {
      ImageAugmentation drawn = drawn(Augmentation.ALL, seed);
      double[] image = random(seed);
      double[] expected = byTheAuthors(drawn, image);
      double[] result = new double[image.length];
      drawn.apply(image.clone(), result, EDGE);
      assertArrayEquals(expected, result, 1e-12, drawn.toString());
    }
  }

  /** What is linear of it, A, is T(x) - T(0): then (A x, y) = (x, A' y) for any x and y. */
  @Test
  void gradientsGoBackByTheTranspose() {
    for (long seed = 0; seed < 50; seed++) {
      ImageAugmentation drawn = drawn(Augmentation.ALL, seed);
      double[] image = random(2 * seed + 100);
      double[] gradient = random(2 * seed + 101);
      double[] moved = new double[image.length];
      drawn.apply(image.clone(), moved, EDGE);
      double[] zero = new double[image.length];
      drawn.apply(new double[image.length], zero, EDGE);
      double[] back = new double[image.length];
      drawn.transpose(gradient.clone(), back, EDGE);
      double there =
          IntStream.range(0, moved.length)
              .mapToDouble(i -> (moved[i] - zero[i]) * gradient[i])
              .sum();
      double here = IntStream.range(0, moved.length).mapToDouble(i -> image[i] * back[i]).sum();
      assertEquals(there, here, 1e-10, drawn.toString());
    }
  }

  @Test
  void whatIsDrawnReachesItsBoundsAndNoFarther() {
    Set<Integer> rows = new HashSet<>();
    Set<Integer> tops = new HashSet<>();
    double brightest = 0;
    double grayest = 1;
    double strongest = 1;
    for (long seed = 0; seed < 2000; seed++) {
      ImageAugmentation drawn = drawn(Augmentation.ALL, seed);
      assertTrue(Math.abs(drawn.brightness()) <= 0.5, drawn.toString());
      assertTrue(drawn.saturation() >= 0 && drawn.saturation() < 2, drawn.toString());
      assertTrue(drawn.contrast() >= 0.5 && drawn.contrast() < 1.5, drawn.toString());
      assertEquals(8, drawn.hole());
      rows.add(drawn.down());
      tops.add(drawn.left());
      brightest = Math.max(brightest, drawn.brightness());
      grayest = Math.min(grayest, drawn.saturation());
      strongest = Math.max(strongest, drawn.contrast());
    }
    assertEquals(Set.of(-2, -1, 0, 1, 2), rows);
    // The middle of the square may be anywhere, on the edge after the last pixel, too.
    assertEquals(17, tops.size());
    assertTrue(brightest > 0.49 && grayest < 0.01 && strongest > 1.49);
  }

  @Test
  void whatIsNotWantedChangesNothing() {
    double[] image = random(1);
    double[] result = new double[image.length];
    drawn(Augmentation.NONE, 7).apply(image.clone(), result, EDGE);
    assertArrayEquals(image, result);

    ImageAugmentation square = drawn(new Augmentation(false, false, true), 3);
    square.apply(image.clone(), result, EDGE);
    assertTrue(
        IntStream.range(0, image.length).allMatch(i -> result[i] == 0 || result[i] == image[i]));
    assertFalse(Arrays.equals(image, result));
  }

  private static ImageAugmentation drawn(Augmentation kinds, long seed) {
    return ImageAugmentation.drawn(kinds, EDGE, RandomStream.of(seed, "test"));
  }

  private static double[] random(long seed) {
    RandomStream stream = RandomStream.of(seed, "pixels");
    double[] image = new double[3 * AREA];
    Arrays.setAll(image, i -> stream.nextDouble(-1, 1));
    return image;
  }

  /** DiffAugment_pytorch.py of github.com/mit-han-lab/data-efficient-gans, a function a loop. */
  private static double[] byTheAuthors(ImageAugmentation drawn, double[] image) {
    double[] x = image.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] += drawn.brightness();
    }
    for (int pixel = 0; pixel < AREA; pixel++) {
      double mean = (x[pixel] + x[pixel + AREA] + x[pixel + 2 * AREA]) / 3;
      for (int map = 0; map < 3; map++) {
        int at = pixel + map * AREA;
        x[at] = (x[at] - mean) * drawn.saturation() + mean;
      }
    }
    double mean = Arrays.stream(x).average().orElseThrow();
    for (int i = 0; i < x.length; i++) {
      x[i] = (x[i] - mean) * drawn.contrast() + mean;
    }
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / EDGE % EDGE;
      int column = i % EDGE;
      // padded with one row and column of zeros, where whatever comes from outside is clamped to
      int fromRow = Math.min(Math.max(row - drawn.down() + 1, 0), EDGE + 1) - 1;
      int fromColumn = Math.min(Math.max(column - drawn.right() + 1, 0), EDGE + 1) - 1;
      boolean inside = fromRow >= 0 && fromRow < EDGE && fromColumn >= 0 && fromColumn < EDGE;
      result[i] = inside ? x[i / AREA * AREA + fromRow * EDGE + fromColumn] : 0;
    }
    for (int row = 0; row < drawn.hole(); row++) {
      for (int column = 0; column < drawn.hole(); column++) {
        int cutRow = Math.min(Math.max(drawn.top() + row, 0), EDGE - 1);
        int cutColumn = Math.min(Math.max(drawn.left() + column, 0), EDGE - 1);
        for (int map = 0; map < 3; map++) {
          result[map * AREA + cutRow * EDGE + cutColumn] = 0;
        }
      }
    }
    return result;
  }
}
