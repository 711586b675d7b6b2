package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.config.Crop;
import java.util.List;
import org.junit.jupiter.api.Test;

class CroppingTest {
  /** 4 columns, 3 rows; every byte is its place. */
  private final RgbImage image = new RgbImage(4, 3, places(36));

  @Test
  void aRectangleIsCutOutByItsPixels() {
    RgbImage part = assertInstanceOf(RgbImage.class, image.cropped(Crop.parse("1,2,3,1")));
    assertEquals(3, part.width());
    assertEquals(1, part.height());
    // row 2 starts at byte 24, its second pixel at 27
    assertArrayEquals(new byte[] {27, 28, 29, 30, 31, 32, 33, 34, 35}, part.rgb());
  }

  @Test
  void centeredIsTheWholeImage() {
    assertSame(image, image.cropped(Crop.parse("centered")));
  }

  @Test
  void aRectangleThatIsNotAllInsideIsAReject() {
    for (String crop : List.of("1,0,4,3", "0,1,4,3", "999999999,0,999999999,1")) {
      Reject reject = assertInstanceOf(Reject.class, image.cropped(Crop.parse(crop)));
      assertEquals(Reject.Reason.CROP_OUTSIDE, reject.reason());
      assertEquals("it has 4 x 3 pixels, too few for " + crop, reject.detail());
    }
  }

  @Test
  void whatIsNoCropIsSaid() {
    for (String text :
        List.of("", "center", "1,2,3", "0,0,0,5", "0,0,5,0", "-1,0,5,5", "1.5,0,5,5")) {
      IllegalArgumentException wrong =
          assertThrows(IllegalArgumentException.class, () -> Crop.parse(text));
      assertEquals(
          "--crop must be centered or x,y,width,height in pixels with a width and height of at"
              + " least 1, but is "
              + text,
          wrong.getMessage());
    }
    assertEquals("40,15,178,178", Crop.parse("40,15,178,178").toString());
  }

  private static byte[] places(int count) {
    byte[] bytes = new byte[count];
    for (int at = 0; at < count; at++) {
      bytes[at] = (byte) at;
    }
    return bytes;
  }
}
