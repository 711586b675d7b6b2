package io.sparkdcgan.benchmark;

import io.sparkdcgan.random.RandomStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * JPEGs to measure decoding with: waves and grain, at a quality of 0.9 about as many bytes for a
 * pixel as photos have.
 */
final class SampleJpegs {
  private static final float QUALITY = 0.9f;
  private static final int GRAIN = 24;

  private SampleJpegs() {}

  /**
   * Draws and encodes.
   *
   * @param count how many, at least 1
   * @param edge of the square images, in pixels
   */
  static List<byte[]> draw(int count, int edge) throws IOException {
    List<byte[]> files = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      files.add(encoded(drawn(index, edge)));
    }
    return files;
  }

  private static BufferedImage drawn(int index, int edge) {
    RandomStream chance = RandomStream.of(1, "sample jpeg", index);
    double[] waves = new double[9];
    for (int wave = 0; wave < waves.length; wave++) {
      waves[wave] = chance.nextDouble(0.01, 0.2);
    }
    BufferedImage image = new BufferedImage(edge, edge, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < edge; y++) {
      for (int x = 0; x < edge; x++) {
        int rgb = 0;
        int grain = chance.nextInt(GRAIN);
        for (int channel = 0; channel < 3; channel++) {
          double phase = waves[3 * channel] * x + waves[3 * channel + 1] * y;
          double bend = Math.sin(waves[3 * channel + 2] * (x - y));
          int level = (int) (100 * (1 + Math.sin(phase + bend))) + grain;
          rgb = (rgb << 8) | level;
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private static byte[] encoded(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
