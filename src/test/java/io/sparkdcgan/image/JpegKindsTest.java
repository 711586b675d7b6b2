package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

/** JPEGs whose markers are unusual: three components of one level each, not subsampled. */
class JpegKindsTest {
  private final ImageDecoder decoder = new ImageDecoder();

  @Test
  void colorsThatNoMarkerSpeaksOfAreYcbcr() throws IOException {
    // luma 84, blue 114, red 211 are (200, 30, 60)
    byte[] samples = samples(84, 114, 211);
    assertColor(marked(samples, new int[] {0, 1, 2}), 200, 30, 60);
    assertColor(marked(samples, new int[] {1, 2, 3}), 200, 30, 60);
    assertColor(marked(samples, new int[] {1, 2, 3}, exif()), 200, 30, 60);
    assertColor(marked(samples, new int[] {0, 1, 2}, exif()), 200, 30, 60);
  }

  @Test
  void componentsThatAreNumberedByTheirLettersAreColors() throws IOException {
    assertColor(marked(samples(200, 30, 60), new int[] {'R', 'G', 'B'}), 200, 30, 60);
  }

  @Test
  void adobesMarkerSaysWhatColorsAre() throws IOException {
    int[] numbers = {1, 2, 3};
    assertColor(marked(samples(200, 30, 60), numbers, adobe(0)), 200, 30, 60);
    assertColor(marked(samples(84, 114, 211), numbers, adobe(1)), 200, 30, 60);
  }

  @Test
  void kindsThatFewProgramsReadAreNamed() throws IOException {
    byte[] jpeg = marked(samples(84, 114, 211), new int[] {1, 2, 3});
    int frame = frame(jpeg);
    byte[] twelve = jpeg.clone();
    twelve[frame + 1] = (byte) 0xC1;
    twelve[frame + 4] = 12;
    assertUnsupported("JPEG of 12 bits a sample", twelve);
    byte[] lossless = jpeg.clone();
    lossless[frame + 1] = (byte) 0xF7;
    assertUnsupported("JPEG-LS", lossless);
    byte[] hierarchical = jpeg.clone();
    hierarchical[frame + 1] = (byte) 0xDE;
    assertUnsupported("hierarchical JPEG", hierarchical);
  }

  @Test
  void applesPngIsNamed() {
    byte[] png = new PngFile(1, 1, 8, PngFile.GRAY).chunk("CgBI", new byte[4]).rows(1, 7).end();
    // Apple's chunk stands before the header
    byte[] apple = new byte[png.length];
    System.arraycopy(png, 0, apple, 0, 8);
    System.arraycopy(png, 33, apple, 8, 16);
    System.arraycopy(png, 8, apple, 24, 25);
    System.arraycopy(png, 49, apple, 49, png.length - 49);
    Reject reject = assertInstanceOf(Reject.class, decoder.decode(new EncodedImage(apple)));
    assertEquals(Reject.Reason.UNSUPPORTED, reject.reason());
    assertEquals("Apple's own PNG (CgBI): not read, convert it to plain PNG", reject.detail());
  }

  private void assertUnsupported(String name, byte[] file) {
    Reject reject = assertInstanceOf(Reject.class, decoder.decode(new EncodedImage(file)));
    assertEquals(Reject.Reason.UNSUPPORTED, reject.reason(), reject.detail());
    assertEquals(name + ": not read, convert it to plain JPEG or PNG", reject.detail());
  }

  private void assertColor(byte[] file, int... rgb) {
    RgbImage image = assertInstanceOf(RgbImage.class, decoder.decode(new EncodedImage(file)));
    for (int channel = 0; channel < 3; channel++) {
      assertEquals(rgb[channel], image.rgb()[channel] & 0xFF, 3, "channel " + channel);
    }
  }

  /** A JPEG of these samples as they stand, whatever they mean. */
  private static byte[] samples(int... levels) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 3, null);
    int[] level = new int[256];
    for (int band = 0; band < 3; band++) {
      Arrays.fill(level, levels[band]);
      raster.setSamples(0, 0, 16, 16, band, level);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** The same with these numbers of its components, and these segments instead of its own. */
  private static byte[] marked(byte[] jpeg, int[] numbers, byte[]... segments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    for (byte[] segment : segments) {
      out.writeBytes(segment);
    }
    int at = 2;
    int marker = 0;
    while (marker != 0xDA) {
      marker = jpeg[at + 1] & 0xFF;
      int length = 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
      byte[] segment = Arrays.copyOfRange(jpeg, at, at + length);
      for (int component = 0; component < 3; component++) {
        if (marker == 0xC0) {
          segment[10 + 3 * component] = (byte) numbers[component];
          segment[11 + 3 * component] = 0x11;
        } else if (marker == 0xDA) {
          segment[5 + 2 * component] = (byte) numbers[component];
        }
      }
      if (marker < 0xE0 || marker > 0xEF) {
        out.writeBytes(segment);
      }
      at += length;
    }
    out.write(jpeg, at, jpeg.length - at);
    return out.toByteArray();
  }

  private static int frame(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xC0) {
      at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
    }
    return at;
  }

  private static byte[] exif() {
    return "\u00FF\u00E1\0\42Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\1\0\0\0\0\0\0\0"
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] adobe(int transform) {
    return ("\u00FF\u00EE\0\16Adobe\0d\0\0\0\0" + (char) transform)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
