package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.random.RandomStream;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

/** Golden pixels are reckoned by hand from the samples that the files hold. */
class ImageDecoderTest {
  private final ImageDecoder decoder = new ImageDecoder();

  @Test
  void colorsComeAsTheyAre() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x0A141E);
    image.setRGB(1, 0, 0xFF80C8);
    assertPixels(image, 10, 20, 30, 255, 128, 200);
  }

  @Test
  void grayIsTheSameInAllChannelsAndNotBrightened() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 100, 255});
    assertPixels(image, 0, 0, 0, 100, 100, 100, 255, 255, 255);
  }

  @Test
  void sixteenBitsAreScaledToEightAndRounded() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    // 257 to one: 128 is exactly one half above 0, 32768 is 127.502
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {128, 129, 32768});
    assertPixels(image, 0, 0, 0, 1, 1, 1, 128, 128, 128);
  }

  @Test
  void transparencyIsLaidOnWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0xFF123456);
    // (200 x 128 + 255 x 127) / 255 = 227.4; 127 for 0
    image.setRGB(2, 0, 0x80C80000);
    assertPixels(image, 255, 255, 255, 0x12, 0x34, 0x56, 227, 127, 127);
  }

  @Test
  void grayWithTransparencyIsLaidOnWhite() throws IOException {
    ColorModel gray =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, 3, DataBuffer.TYPE_BYTE);
    WritableRaster raster = gray.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, new int[] {200, 128, 50, 255});
    assertPixels(new BufferedImage(gray, raster, false, null), 227, 227, 227, 50, 50, 50);
  }

  @Test
  void palettesAreLookedUp() throws IOException {
    byte[] reds = {10, (byte) 250, 0};
    byte[] greens = {20, 0, 0};
    byte[] blues = {30, 0, 0};
    byte[] alphas = {(byte) 255, (byte) 255, 0};
    IndexColorModel palette = new IndexColorModel(2, 3, reds, greens, blues, alphas);
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 1, 2});
    assertPixels(image, 10, 20, 30, 250, 0, 0, 255, 255, 255);
  }

  @Test
  void blackAndWhiteIsDecoded() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setPixels(0, 0, 2, 1, new int[] {1, 0});
    assertPixels(image, 255, 255, 255, 0, 0, 0);
  }

  @Test
  void jpegInPrintersInksIsDecodedToRgb() throws IOException {
    // no cyan, all magenta and yellow, no black: red
    RgbImage red = assertInstanceOf(RgbImage.class, decode(inksJpeg(0, 0, 255, 255, 0)));
    assertColor(red, 255, 0, 0);
    RgbImage cyan = assertInstanceOf(RgbImage.class, decode(inksJpeg(0, 255, 0, 0, 0)));
    assertColor(cyan, 0, 255, 255);
  }

  @Test
  void inksWithoutAdobesMarkerAreTakenAsTheyStand() throws IOException {
    // samples 255, 0, 0, 0: all cyan, where 0 is no ink
    byte[] marked = inksJpeg(0, 0, 255, 255, 255);
    byte[] unmarked =
        ByteBuffer.allocate(marked.length - 16)
            .put(marked, 0, 2)
            .put(marked, 18, marked.length - 18)
            .array();
    RgbImage image = assertInstanceOf(RgbImage.class, decode(unmarked));
    assertColor(image, 0, 255, 255);
  }

  @Test
  void inksInYcckAreDecodedToRgb() throws IOException {
    // Adobe keeps 255 - ink; its transform of (0, 255, 255) less ink is that of red light inverted
    int luma = 76;
    int blue = 85;
    int red = 255;
    byte[] file = inksJpeg(2, 255 - luma, 255 - blue, 255 - red, 0);
    assertColor(assertInstanceOf(RgbImage.class, decode(file)), 0, 255, 255);
  }

  @Test
  void grayJpegKeepsItsLevels() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 16, 16, filled(256, 100));
    RgbImage gray = assertInstanceOf(RgbImage.class, decode(encoded(image, "jpg")));
    assertColor(gray, 100, 100, 100);
  }

  @Test
  void halfWrittenJpegIsRejectedAsTruncated() throws IOException {
    byte[] whole = encoded(noise(), "jpg");
    assertInstanceOf(RgbImage.class, decode(whole));
    for (int percent : new int[] {10, 50, 90, 99}) {
      byte[] half = Arrays.copyOf(whole, whole.length * percent / 100);
      Reject reject = assertInstanceOf(Reject.class, decode(half), percent + " %");
      assertEquals(Reject.Reason.TRUNCATED, reject.reason(), percent + " %: " + reject.detail());
    }
  }

  @Test
  void noBytesAreRejectedAsEmptyAndTextAsUnknown() {
    assertEquals(Reject.Reason.EMPTY, reason(new byte[0]));
    assertEquals(Reject.Reason.UNKNOWN_FORMAT, reason("404".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void headerThatAsksForTooManyPixelsIsRejectedBeforeTheyAreRead() {
    // 33 bytes that promise 10 gigapixels
    assertEquals(Reject.Reason.TOO_LARGE, reason(pngHeader(100_000, 100_000)));
    assertEquals(Reject.Reason.TOO_LARGE, reason(pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE)));
  }

  @Test
  void damagedFilesOfAnyFormatNeverThrow() throws IOException {
    RandomStream chance = RandomStream.of(1, "damage");
    int rejected = 0;
    for (String format : List.of("jpg", "png", "gif", "bmp", "tif", "webp")) {
      byte[] whole = encoded(noise(), format);
      for (int trial = 0; trial < 60; trial++) {
        byte[] damaged = Arrays.copyOf(whole, 1 + chance.nextInt(whole.length));
        for (int hit = 0; hit < 8; hit++) {
          damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt(256);
        }
        rejected += decode(damaged) instanceof Reject ? 1 : 0;
      }
    }
    assertTrue(rejected > 250, "only " + rejected + " of 360 were rejected");
  }

  @Test
  void pngThatEndsEarlyIsRejectedAsTruncated() throws IOException {
    byte[] whole = encoded(noise(), "png");
    for (int percent : new int[] {10, 50, 90, 99}) {
      byte[] half = Arrays.copyOf(whole, whole.length * percent / 100);
      assertEquals(Reject.Reason.TRUNCATED, reason(half), percent + " %");
    }
  }

  @Test
  void pngWhosePixelsAreCutShortInSoundChunksIsRejected() {
    byte[] whole = new PngFile(4, 4, 8, PngFile.GRAY).rows(4, new int[16]).end();
    assertInstanceOf(RgbImage.class, decode(whole));
    assertInstanceOf(
        Reject.class, decode(new PngFile(4, 4, 8, PngFile.GRAY).rows(4, new int[12]).end()));
  }

  @Test
  void pngWithAWrongChecksumIsRejectedAsDamaged() throws IOException {
    byte[] file = encoded(noise(), "png");
    int data = new String(file, StandardCharsets.ISO_8859_1).indexOf("IDAT");
    file[data + 4 + ByteBuffer.wrap(file).getInt(data - 4)] ^= 1;
    assertEquals(Reject.Reason.DAMAGED, reason(file));
  }

  @Test
  void webpThatEndsEarlyIsRejectedAsTruncated() throws IOException {
    byte[] whole = encoded(noise(), "webp");
    assertInstanceOf(RgbImage.class, decode(whole));
    for (int percent : new int[] {10, 50, 90, 99}) {
      byte[] half = Arrays.copyOf(whole, whole.length * percent / 100);
      assertEquals(Reject.Reason.TRUNCATED, reason(half), percent + " %");
    }
  }

  @Test
  void randomBytesAndZerosAreOfUnknownFormat() {
    RandomStream chance = RandomStream.of(1, "bytes");
    byte[] random = new byte[5000];
    for (int at = 0; at < random.length; at++) {
      random[at] = (byte) chance.nextInt(256);
    }
    assertEquals(Reject.Reason.UNKNOWN_FORMAT, reason(random));
    assertEquals(Reject.Reason.UNKNOWN_FORMAT, reason(new byte[5000]));
  }

  @Test
  void capsOnPixelsAndBytesCanBeLowered() {
    byte[] file = PngFile.row(8, PngFile.GRAY, 4, 1, 2, 3, 4);
    ImageContent content = new EncodedImage(file);
    assertInstanceOf(RgbImage.class, new ImageDecoder(4, file.length).decode(content));
    Reject pixels = assertInstanceOf(Reject.class, new ImageDecoder(3, 1000).decode(content));
    assertEquals("4 x 1 pixels, but at most 3 are decoded", pixels.detail());
    Reject bytes = assertInstanceOf(Reject.class, new ImageDecoder(4, 60).decode(content));
    assertEquals(Reject.Reason.TOO_LARGE, bytes.reason());
  }

  @Test
  void aLargeClaimCostsNoMemory() {
    // 100 KB that promise 900 megapixels, 2.7 GB
    byte[] file = Arrays.copyOf(pngHeader(30_000, 30_000), 100_000);
    assertEquals(Reject.Reason.TOO_LARGE, reason(file));
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertEquals(Reject.Reason.TOO_LARGE, reason(file));
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertTrue(allocated < 1 << 20, allocated + " bytes were allocated");
  }

  @Test
  void profilesOfColorsDoNotChangePixels() throws IOException {
    byte[] plain = encoded(noise(), "jpg");
    byte[] profile =
        "ICC_PROFILE\0\1\1 and no profile at all".getBytes(StandardCharsets.ISO_8859_1);
    byte[] marked =
        ByteBuffer.allocate(plain.length + 4 + profile.length)
            .put(plain, 0, 2)
            .putShort((short) 0xFFE2)
            .putShort((short) (2 + profile.length))
            .put(profile)
            .put(plain, 2, plain.length - 2)
            .array();
    RgbImage expected = assertInstanceOf(RgbImage.class, decode(plain));
    RgbImage image = assertInstanceOf(RgbImage.class, decode(marked));
    assertArrayEquals(expected.rgb(), image.rgb());
  }

  private DecodedImage decode(byte[] bytes) {
    return decoder.decode(new EncodedImage(bytes));
  }

  private Reject.Reason reason(byte[] bytes) {
    return assertInstanceOf(Reject.class, decode(bytes)).reason();
  }

  private void assertPixels(BufferedImage image, int... rgb) throws IOException {
    RgbImage decoded = assertInstanceOf(RgbImage.class, decode(encoded(image, "png")));
    assertEquals(image.getWidth(), decoded.width());
    assertArrayEquals(rgb, unsigned(decoded.rgb()));
  }

  private static void assertColor(RgbImage image, int... rgb) {
    int[] first = Arrays.copyOf(unsigned(image.rgb()), 3);
    for (int channel = 0; channel < 3; channel++) {
      assertEquals(rgb[channel], first[channel], 3, () -> "color is " + Arrays.toString(first));
    }
  }

  private static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    Arrays.setAll(values, index -> bytes[index] & 0xFF);
    return values;
  }

  private static int[] filled(int length, int value) {
    int[] values = new int[length];
    Arrays.fill(values, value);
    return values;
  }

  private static BufferedImage noise() {
    RandomStream chance = RandomStream.of(1, "noise");
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 48; x++) {
        image.setRGB(x, y, chance.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out), format);
    return out.toByteArray();
  }

  /** A JPEG as Photoshop writes it: inks inverted, and a marker of Adobe's that says so. */
  private static byte[] inksJpeg(int transform, int... inks) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int band = 0; band < 4; band++) {
      raster.setSamples(0, 0, 16, 16, band, filled(256, 255 - inks[band]));
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    byte[] plain = out.toByteArray();
    byte[] marker = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
    return ByteBuffer.allocate(plain.length + marker.length)
        .put(plain, 0, 2)
        .put(marker)
        .put(plain, 2, plain.length - 2)
        .array();
  }

  private static byte[] pngHeader(int width, int height) {
    ByteBuffer header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0});
    CRC32 checksum = new CRC32();
    checksum.update(header.array());
    return ByteBuffer.allocate(33)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
        .putInt(13)
        .put(header.array())
        .putInt((int) checksum.getValue())
        .array();
  }
}
