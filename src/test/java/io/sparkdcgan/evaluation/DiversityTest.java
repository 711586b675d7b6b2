package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiversityTest {
  private static final int VALUES = 3 * 16 * 16;

  @Test
  void itIsTheRootOfTheMeanSquaredDistanceOfAllPairs() {
    int count = 7;
    byte[] pixels = noise(count, 255);
    double sum = 0;
    for (int one = 0; one < count; one++) {
      for (int other = 0; other < one; other++) {
        for (int i = 0; i < VALUES; i++) {
          double difference =
              (pixels[one * VALUES + i] & 0xFF) - (pixels[other * VALUES + i] & 0xFF);
          sum += difference * difference;
        }
      }
    }
    double mean = sum / (count * (count - 1) / 2.0) / VALUES;
    assertEquals(Math.sqrt(mean), Diversity.of(set(pixels)), 1e-9);
  }

  @Test
  void imagesThatAreAllTheSameHaveNone() {
    byte[] one = noise(1, 255);
    byte[] same = new byte[3 * VALUES];
    for (int copy = 0; copy < 3; copy++) {
      System.arraycopy(one, 0, same, copy * VALUES, VALUES);
    }
    assertEquals(0, Diversity.of(set(same)));
    assertEquals(0, Diversity.of(set(one)));
    assertEquals(Double.NaN, Diversity.relative(set(noise(3, 255)), set(same)));
  }

  @Test
  void halfTheContrastIsHalfTheDiversity() {
    byte[] faint = noise(5, 127);
    byte[] strong = faint.clone();
    for (int i = 0; i < strong.length; i++) {
      strong[i] = (byte) (2 * faint[i]);
    }
    assertEquals(0.5, Diversity.relative(set(faint), set(strong)), 1e-12);
  }

  private static ImageSet set(byte[] pixels) {
    return ImageSet.of(List.of(pixels), 16);
  }

  private static byte[] noise(int count, int most) {
    RandomStream stream = RandomStream.of(1, "noise");
    byte[] pixels = new byte[count * VALUES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) stream.nextInt(most + 1);
    }
    return pixels;
  }
}
