package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.random.RandomStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Every kind of broken image, odd ones that are sound, and any number of good ones. */
final class CorruptSet {
  /** Name to bytes of every kind of broken file. */
  final Map<String, byte[]> broken = new LinkedHashMap<>();

  /** Name of a broken file to the reason under which it is counted. */
  final Map<String, String> reasons = new TreeMap<>();

  /** Name to bytes of images that other importers stumble over and this one takes. */
  final Map<String, byte[]> odd = new LinkedHashMap<>();

  CorruptSet() throws IOException {
    byte[] jpeg = noise("jpg", BufferedImage.TYPE_INT_RGB);
    byte[] png = noise("png", BufferedImage.TYPE_INT_RGB);
    RandomStream chance = RandomStream.of(1, "bytes");
    byte[] random = new byte[3000];
    for (int at = 0; at < random.length; at++) {
      random[at] = (byte) chance.nextInt(256);
    }
    add("zero.jpg", "empty", new byte[0]);
    add("random.jpg", "unknown-format", random);
    add("page.jpg", "unsupported", "<html>404</html>".getBytes(StandardCharsets.UTF_8));
    for (int percent : new int[] {10, 50, 90, 99}) {
      add("cut" + percent + ".jpg", "truncated", cut(jpeg, percent));
    }
    add("cut-png.jpeg", "truncated", cut(png, 60));
    add("cut-webp.webp", "truncated", cut(noise("webp", BufferedImage.TYPE_INT_RGB), 60));
    int data = new String(png, StandardCharsets.ISO_8859_1).indexOf("IDAT");
    byte[] checksum = png.clone();
    checksum[data + 4 + ByteBuffer.wrap(png).getInt(data - 4)] ^= 1;
    add("checksum.png", "damaged", checksum);
    add("short-data.png", "truncated", withHalfOfItsData(png, data));
    // 100 KB that claim 30,000 x 30,000
    byte[] huge = Arrays.copyOf(png, 100_000);
    ByteBuffer.wrap(huge).putInt(16, 30_000).putInt(20, 30_000);
    add("huge.png", "too-large", huge);

    byte[] inks = resource("cmyk-adobe.jpg");
    odd.put("inks-of-adobe.jpg", inks);
    odd.put("inks.jpg", withoutAdobesMarker(inks));
    odd.put("sixteen.png", noise("png", BufferedImage.TYPE_USHORT_GRAY));
    odd.put("sixteen-bits.tif", resource("sixteen.tif"));
    odd.put("animated.gif", resource("animated.gif"));
    odd.put("animation.webp", resource("animated.webp"));
    odd.put("a-png.JPEG", png);
  }

  /** Reason to number of broken files. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    reasons.values().forEach(reason -> counts.merge(reason, 1L, Long::sum));
    return counts;
  }

  /** So many images that differ, name to bytes. */
  static Map<String, byte[]> good(int count) throws IOException {
    Map<String, byte[]> good = new LinkedHashMap<>();
    for (int index = 0; index < count; index++) {
      BufferedImage image = new BufferedImage(18, 17, BufferedImage.TYPE_INT_RGB);
      image.setRGB(4, 4, index * 1000);
      good.put("good-" + index + ".png", encoded(image, "png"));
    }
    return good;
  }

  private void add(String name, String reason, byte[] bytes) {
    broken.put(name, bytes);
    reasons.put(name, reason);
  }

  /** Sound chunks, but of the image's data half is missing. */
  private static byte[] withHalfOfItsData(byte[] png, int data) {
    int half = ByteBuffer.wrap(png).getInt(data - 4) / 2;
    CRC32 checksum = new CRC32();
    checksum.update(png, data, 4 + half);
    return ByteBuffer.allocate(data + 4 + half + 4 + 12)
        .put(png, 0, data - 4)
        .putInt(half)
        .put(png, data, 4 + half)
        .putInt((int) checksum.getValue())
        .put(png, png.length - 12, 12)
        .array();
  }

  private static byte[] withoutAdobesMarker(byte[] jpeg) {
    int marker = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00FF\u00EE");
    int length = 2 + ByteBuffer.wrap(jpeg).getShort(marker + 2);
    return ByteBuffer.allocate(jpeg.length - length)
        .put(jpeg, 0, marker)
        .put(jpeg, marker + length, jpeg.length - marker - length)
        .array();
  }

  private static byte[] noise(String format, int type) throws IOException {
    RandomStream chance = RandomStream.of(1, "noise");
    BufferedImage image = new BufferedImage(48, 48, type);
    for (int pixel = 0; pixel < 48 * 48; pixel++) {
      image.setRGB(pixel % 48, pixel / 48, chance.nextInt(1 << 24));
    }
    return encoded(image, format);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out), format);
    return out.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = CorruptSet.class.getResourceAsStream("/io/sparkdcgan/image/" + name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] cut(byte[] file, int percent) {
    return Arrays.copyOf(file, file.length * percent / 100);
  }
}
