package io.sparkdcgan.cluster;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Very many images of some hundred bytes, in one archive or a file each. */
final class TinyImages {
  private static final int IN_A_FOLDER = 10_000;

  private final int count;
  private final List<byte[]> kinds = new ArrayList<>();

  TinyImages(int count) throws IOException {
    this.count = count;
    for (int kind = 0; kind < 100; kind++) {
      BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
      image.setRGB(kind % 20, 5, 0xFFFFFF);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      kinds.add(out.toByteArray());
    }
  }

  /** One archive, and how {@code import} is told of it. */
  String writeTar(Path file) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int index = 0; index < count; index++) {
        byte[] image = kinds.get(index % kinds.size());
        TarArchiveEntry entry = new TarArchiveEntry(index + ".png");
        entry.setSize(image.length);
        tar.putArchiveEntry(entry);
        tar.write(image);
        tar.closeArchiveEntry();
      }
    }
    return "faces:" + file;
  }

  /** A file each in some folders, and an empty folder. */
  String writeFiles(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    for (int index = 0; index < count; index++) {
      Path directory = folder.resolve("class-" + index / IN_A_FOLDER);
      if (index % IN_A_FOLDER == 0) {
        Files.createDirectories(directory);
      }
      Files.write(directory.resolve(index + ".png"), kinds.get(index % kinds.size()));
    }
    return "folder:" + folder;
  }
}
