package io.sparkdcgan.spark.imports;

import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.SourceImage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Toy faces as files, some of them again in slightly other forms: {@code 7.png}, {@code
 * 7-jpeg.jpg}.
 */
public final class PlantedDuplicates {
  static final List<String> KINDS = List.of("jpeg", "shifted", "brighter", "mirrored");

  private final Path folder;

  /** Those of one folder, which need not exist. */
  public PlantedDuplicates(Path folder) {
    this.folder = folder;
  }

  /** Draws faces of 128 pixels, and all kinds of every {@code step}th. */
  public void plant(int faces, int step) throws IOException {
    Files.createDirectories(folder);
    Configuration hadoop = new Configuration(false);
    try (Stream<SourceImage> drawn =
        ImageSources.open("toy:" + faces, 128, 3, hadoop).parts(1).get(0).read(hadoop)) {
      int index = 0;
      for (SourceImage face : (Iterable<SourceImage>) drawn::iterator) {
        BufferedImage image = image((RgbImage) face.content());
        png(index + ".png", image);
        if (index % step == 0) {
          jpeg(index + "-jpeg.jpg", image);
          png(index + "-shifted.png", shifted(image));
          png(index + "-brighter.png", new RescaleOp(1.02f, 0, null).filter(image, null));
          png(index + "-mirrored.png", mirrored(image));
        }
        index++;
      }
    }
  }

  private static BufferedImage image(RgbImage face) {
    BufferedImage image =
        new BufferedImage(face.width(), face.height(), BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < face.width() * face.height(); pixel++) {
      int color = 0;
      for (int channel = 0; channel < 3; channel++) {
        color = (color << 8) | (face.rgb()[3 * pixel + channel] & 0xFF);
      }
      image.setRGB(pixel % face.width(), pixel / face.width(), color);
    }
    return image;
  }

  private static BufferedImage shifted(BufferedImage image) {
    return drawn(image, 1, image.getWidth() + 1);
  }

  private static BufferedImage mirrored(BufferedImage image) {
    return drawn(image, image.getWidth(), 0);
  }

  /** The image with its left and right edges at these columns. */
  private static BufferedImage drawn(BufferedImage image, int left, int right) {
    BufferedImage other = new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
    Graphics2D pen = other.createGraphics();
    pen.drawImage(image, 0, 0, null);
    pen.drawImage(
        image, left, 0, right, image.getHeight(), 0, 0, image.getWidth(), image.getHeight(), null);
    pen.dispose();
    return other;
  }

  private void png(String name, BufferedImage image) throws IOException {
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private void jpeg(String name, BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(0.75f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
  }
}
