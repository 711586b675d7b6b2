package io.sparkdcgan.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A grid for the page: as JPEG it takes a sixth of the PNG, which stays where it is. */
final class GridPreview {
  private static final float QUALITY = 0.8f;

  private GridPreview() {}

  /** The grid as JPEG; empty if the PNG was cut off. */
  static Optional<byte[]> jpeg(byte[] png) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      BufferedImage grid = ImageIO.read(new ByteArrayInputStream(png));
      if (grid == null) {
        return Optional.empty();
      }
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(grid, null, null), how);
      out.flush();
    } catch (IOException e) {
      // memory can be written to, so it is the PNG that cannot be read
      return Optional.empty();
    } finally {
      writer.dispose();
    }
    return Optional.of(bytes.toByteArray());
  }
}
