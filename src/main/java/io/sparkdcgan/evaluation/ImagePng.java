package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageRecord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Drawn images as PNG, byte for byte the same for the same numbers. */
public final class ImagePng {
  private ImagePng() {}

  /**
   * One image, pixel for pixel.
   *
   * @param nchw [images, 3, size, size] in [-1, 1]; what lies outside is cut off
   * @param index which image
   * @param size edge of an image in pixels
   */
  public static byte[] of(float[] nchw, int index, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    int offset = index * ImageRecord.CHANNELS * size * size;
    for (int pixel = 0; pixel < size * size; pixel++) {
      image.setRGB(pixel % size, pixel / size, color(nchw, offset + pixel, size * size));
    }
    return encoded(image);
  }

  /** The color of a pixel whose red is at {@code red} and whose other planes follow. */
  static int color(float[] nchw, int red, int plane) {
    return level(nchw[red]) << 16 | level(nchw[red + plane]) << 8 | level(nchw[red + 2 * plane]);
  }

  static byte[] encoded(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, null));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The inverse of how pixels become tensors, {@code x / 127.5 - 1}. */
  static int level(float value) {
    return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
  }
}
