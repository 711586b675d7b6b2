package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured of images, and which images that picks. */
final class ImageAttributeTest {
  private static final int SIZE = 16;

  private interface Color {
    double at(int channel, int y, int x);
  }

  private static float[] image(Color color) {
    float[] chw = new float[3 * SIZE * SIZE];
    for (int i = 0; i < chw.length; i++) {
      chw[i] = (float) color.at(i / 256, i / SIZE % SIZE, i % SIZE);
    }
    return chw;
  }

  @Test
  void eachAttributeIsWhatItSays() {
    float[] top = image((c, y, x) -> y < 8 ? 1 : -1);
    float[] right = image((c, y, x) -> x < 8 ? -0.5 : 0.5);
    float[] center = image((c, y, x) -> y >= 4 && y < 12 && x >= 4 && x < 12 ? 0.6 : 0.2);
    float[] warm = image((c, y, x) -> c == 0 ? 0.5 : c == 1 ? 0 : -0.25);
    assertEquals(2, ImageAttribute.TOP_LIGHT.measure(top, SIZE), 1e-6);
    assertEquals(0, ImageAttribute.SIDE_LIGHT.measure(top, SIZE), 1e-6);
    assertEquals(1, ImageAttribute.CONTRAST.measure(top, SIZE), 1e-6);
    assertEquals(1, ImageAttribute.SIDE_LIGHT.measure(right, SIZE), 1e-6);
    assertEquals(0.4, ImageAttribute.CENTER_LIGHT.measure(center, SIZE), 1e-6);
    assertEquals(0.3, ImageAttribute.BRIGHTNESS.measure(center, SIZE), 1e-6);
    assertEquals(0.75, ImageAttribute.WARMTH.measure(warm, SIZE), 1e-6);
  }

  /** Images 0 to 39: light by chance, but the last eight are far out in pairs of directions. */
  @Test
  void imagesThatAreFarOutAreFound() {
    RandomStream chance = RandomStream.of(1, "test");
    float[] all = new float[40 * 3 * SIZE * SIZE];
    for (int i = 0; i < 40; i++) {
      double spread = i < 32 ? 0.1 : 0.8;
      int corner = i % 4;
      double top = i < 32 ? chance.nextDouble(-0.1, 0.1) : corner < 2 ? spread : -spread;
      double side = i < 32 ? chance.nextDouble(-0.1, 0.1) : corner % 2 == 0 ? spread : -spread;
      float[] one = image((c, y, x) -> 0.5 * (y < 8 ? top : -top) + 0.5 * (x < 8 ? -side : side));
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    AttributeTable table = new AttributeTable(ImageSet.of(all, SIZE));
    List<ImageAttribute> visible = table.visible().subList(0, 2);
    assertTrue(visible.contains(ImageAttribute.TOP_LIGHT), visible::toString);
    assertTrue(visible.contains(ImageAttribute.SIDE_LIGHT), visible::toString);
    AttributeTable.Pair pair =
        new AttributeTable.Pair(ImageAttribute.TOP_LIGHT, ImageAttribute.SIDE_LIGHT, 0);
    assertEquals(List.of(32, 36), table.corner(pair, true, true, 2));
    assertEquals(List.of(33, 37), table.corner(pair, true, false, 2));
    assertEquals(List.of(35, 39), table.corner(pair, false, false, 2));
    assertEquals(
        List.of(32, 33, 36, 37),
        table.extremes(ImageAttribute.TOP_LIGHT, true, 4).stream().sorted().toList());
  }
}
