package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.evaluation.PictureSet;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured of pictures, and which pictures that picks. */
final class PictureAttributeTest {
  private static final int SIZE = 16;

  private interface Color {
    double at(int channel, int y, int x);
  }

  private static float[] picture(Color color) {
    float[] chw = new float[3 * SIZE * SIZE];
    for (int i = 0; i < chw.length; i++) {
      chw[i] = (float) color.at(i / 256, i / SIZE % SIZE, i % SIZE);
    }
    return chw;
  }

  @Test
  void eachAttributeIsWhatItSays() {
    float[] top = picture((c, y, x) -> y < 8 ? 1 : -1);
    float[] right = picture((c, y, x) -> x < 8 ? -0.5 : 0.5);
    float[] center = picture((c, y, x) -> y >= 4 && y < 12 && x >= 4 && x < 12 ? 0.6 : 0.2);
    float[] warm = picture((c, y, x) -> c == 0 ? 0.5 : c == 1 ? 0 : -0.25);
    assertEquals(2, PictureAttribute.TOP_LIGHT.measure(top, SIZE), 1e-6);
    assertEquals(0, PictureAttribute.SIDE_LIGHT.measure(top, SIZE), 1e-6);
    assertEquals(1, PictureAttribute.CONTRAST.measure(top, SIZE), 1e-6);
    assertEquals(1, PictureAttribute.SIDE_LIGHT.measure(right, SIZE), 1e-6);
    assertEquals(0.4, PictureAttribute.CENTER_LIGHT.measure(center, SIZE), 1e-6);
    assertEquals(0.3, PictureAttribute.BRIGHTNESS.measure(center, SIZE), 1e-6);
    assertEquals(0.75, PictureAttribute.WARMTH.measure(warm, SIZE), 1e-6);
  }

  /** Pictures 0 to 39: light by chance, but the last eight are far out in pairs of directions. */
  @Test
  void picturesThatAreFarOutAreFound() {
    RandomStream chance = RandomStream.of(1, "test");
    float[] all = new float[40 * 3 * SIZE * SIZE];
    for (int i = 0; i < 40; i++) {
      double spread = i < 32 ? 0.1 : 0.8;
      int corner = i % 4;
      double top = i < 32 ? chance.nextDouble(-0.1, 0.1) : corner < 2 ? spread : -spread;
      double side = i < 32 ? chance.nextDouble(-0.1, 0.1) : corner % 2 == 0 ? spread : -spread;
      float[] one = picture((c, y, x) -> 0.5 * (y < 8 ? top : -top) + 0.5 * (x < 8 ? -side : side));
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    AttributeTable table = new AttributeTable(PictureSet.of(all, SIZE));
    List<PictureAttribute> visible = table.visible().subList(0, 2);
    assertTrue(visible.contains(PictureAttribute.TOP_LIGHT), visible::toString);
    assertTrue(visible.contains(PictureAttribute.SIDE_LIGHT), visible::toString);
    AttributeTable.Pair pair =
        new AttributeTable.Pair(PictureAttribute.TOP_LIGHT, PictureAttribute.SIDE_LIGHT, 0);
    assertEquals(List.of(32, 36), table.corner(pair, true, true, 2));
    assertEquals(List.of(33, 37), table.corner(pair, true, false, 2));
    assertEquals(List.of(35, 39), table.corner(pair, false, false, 2));
    assertEquals(
        List.of(32, 33, 36, 37),
        table.extremes(PictureAttribute.TOP_LIGHT, true, 4).stream().sorted().toList());
  }
}
