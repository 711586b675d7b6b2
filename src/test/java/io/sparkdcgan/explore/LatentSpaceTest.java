package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.config.NetworkConfig.LatentDistribution;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ways between latents. */
final class LatentSpaceTest {
  private static final LatentSpace NORMAL = new LatentSpace(2, LatentDistribution.NORMAL);
  private static final LatentSpace UNIFORM = new LatentSpace(2, LatentDistribution.UNIFORM);

  @Test
  void normalLatentsGoAlongTheCircle() {
    float[] from = {3, 0};
    float[] to = {0, 3};
    for (double share : new double[] {0, 0.25, 0.5, 1}) {
      double angle = share * Math.PI / 2;
      float[] expected = {(float) (3 * Math.cos(angle)), (float) (3 * Math.sin(angle))};
      assertArrayEquals(expected, NORMAL.between(from, to, share), 1e-6f);
    }
  }

  @Test
  void uniformLatentsGoStraight() {
    assertArrayEquals(
        new float[] {0.75f, 0.25f},
        UNIFORM.between(new float[] {1, 0}, new float[] {0, 1}, 0.25),
        1e-6f);
  }

  @Test
  void latentsOnOneLineHaveNoArcAndGoStraight() {
    float[] one = {1, 1};
    assertArrayEquals(one, NORMAL.between(one, one, 0.3), 1e-6f);
    assertArrayEquals(
        new float[] {0.5f, 0.5f}, NORMAL.between(one, new float[] {-1, -1}, 0.25), 1e-6f);
  }

  @Test
  void theMeanIsByDimension() {
    float[] mean = UNIFORM.mean(List.of(new float[] {1, 2}, new float[] {3, 6}));
    assertArrayEquals(new float[] {2, 4}, mean, 1e-6f);
    assertEquals("linear", UNIFORM.interpolation());
    assertEquals("spherical", NORMAL.interpolation());
  }
}
