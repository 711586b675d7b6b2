package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.image.Resampler;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToyFacesTest {

  @Test
  void seedAndNumberNameAFaceWhateverWasDrawnBefore() {
    ToyFaces faces = new ToyFaces(32, 7);
    byte[] third = faces.draw(3).rgb();
    faces.draw(4);
    assertArrayEquals(third, faces.draw(3).rgb());
    assertArrayEquals(third, new ToyFaces(32, 7).draw(3).rgb());
  }

  @Test
  void facesDiffer() {
    Set<Integer> seen = new HashSet<>();
    ToyFaces faces = new ToyFaces(32, 7);
    for (int index = 0; index < 200; index++) {
      seen.add(Arrays.hashCode(faces.draw(index).rgb()));
    }
    seen.add(Arrays.hashCode(new ToyFaces(32, 8).draw(0).rgb()));
    assertEquals(201, seen.size());
  }

  @Test
  void aFaceLooksTheSameAtAnySize() {
    byte[] small = new Resampler(32).square(new ToyFaces(32, 7).draw(5));
    byte[] scaledDown = new Resampler(32).square(new ToyFaces(128, 7).draw(5));
    byte[] another = new Resampler(32).square(new ToyFaces(32, 7).draw(6));
    assertTrue(distance(small, scaledDown) < 4, "to itself: " + distance(small, scaledDown));
    assertTrue(distance(small, another) > 20, "to another: " + distance(small, another));
  }

  /** The mean difference of two images' bytes, in levels of 255. */
  private static double distance(byte[] left, byte[] right) {
    double sum = 0;
    for (int pixel = 0; pixel < left.length; pixel++) {
      sum += Math.abs((left[pixel] & 0xFF) - (right[pixel] & 0xFF));
    }
    return sum / left.length;
  }
}
