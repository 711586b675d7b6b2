package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.explore.ObjectRegion.ObjectBox;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which cells of a 4 x 4 grid over 16 pixels are an object. */
final class ObjectRegionTest {
  @Test
  void cellsAreToldByTheirLuma() {
    float[] chw = new float[3 * 256];
    for (int i = 0; i < chw.length; i++) {
      int y = i / 16 % 16;
      int x = i % 16;
      // the left half is light, but for the lower left corner's cell
      chw[i] = x < 8 && !(y >= 12 && x < 4) ? 0.5f : -0.5f + 0.01f * (x / 4 + y / 4);
    }
    assertEquals(List.of(0, 1, 4, 5), cells(ObjectRegion.SKY, chw));
    assertEquals(List.of(0, 1, 4, 5, 8, 9, 13), cells(ObjectRegion.LIGHT, chw));
    assertEquals(9, cells(ObjectRegion.DARK, chw).size());
  }

  @Test
  void aBoxHoldsTheCellsWhoseMiddleItHolds() {
    ObjectBox box = new ObjectBox(3, 2, 6, 10, 16);
    List<Integer> held =
        IntStream.range(0, 16).filter(i -> box.holds(i % 4, i / 4, 4)).boxed().toList();
    assertEquals(List.of(4, 5, 8, 9, 12, 13), held);
  }

  private static List<Integer> cells(ObjectRegion region, float[] chw) {
    boolean[] cells = region.cells(chw, 16, 4);
    return IntStream.range(0, 16).filter(i -> cells[i]).boxed().toList();
  }
}
