package io.sparkdcgan.cluster;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Archives of more than a gigabyte: many images of a usual size, so that what is staged and
 * shuffled is large, and among them some of megapixels, so that single images are.
 */
final class LargeArchive {
  /** One of so many images is large. */
  private static final int LARGE_ONE = 200;

  private final int images;
  private final List<byte[]> usual = new ArrayList<>();
  private final List<byte[]> large = new ArrayList<>();

  LargeArchive(int images) throws IOException {
    this.images = images;
    for (int kind = 0; kind < 50; kind++) {
      usual.add(jpeg(160, 170, kind));
    }
    for (int kind = 0; kind < 4; kind++) {
      large.add(jpeg(2400, 1800, kind));
    }
  }

  /** Writes one and says how {@code import} is told of it. */
  String write(String layout, Path folder) throws IOException {
    Path file = folder.resolve("archive");
    switch (layout) {
      case "tar" -> {
        try (OutputStream out = open(file)) {
          tar(out, 0, images);
        }
      }
      case "tgz" -> {
        try (OutputStream out = new StoredGzip(open(file))) {
          tar(out, 0, images);
        }
      }
      case "zip" -> zip(file);
      case "imagenet" -> tarOfTars(folder, file);
      case "lmdb" -> {
        lmdb(folder);
        return "lsun:" + folder;
      }
      default -> throw new IllegalArgumentException(layout);
    }
    return (layout.equals("imagenet") ? "imagenet:" : "faces:") + file;
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
  }

  private byte[] image(int index) {
    return index % LARGE_ONE == 0
        ? large.get(index / LARGE_ONE % large.size())
        : usual.get(index % usual.size());
  }

  private void tar(OutputStream out, int first, int end) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (int index = first; index < end; index++) {
        TarArchiveEntry entry = new TarArchiveEntry(index + ".jpg");
        entry.setSize(image(index).length);
        tar.putArchiveEntry(entry);
        tar.write(image(index));
        tar.closeArchiveEntry();
      }
    }
  }

  /** One class has half of all. */
  private void tarOfTars(Path folder, Path file) throws IOException {
    Path inner = folder.resolve("class.tar");
    int[] cuts = {0, images / 2, images / 4 * 3, images};
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(open(file))) {
      for (int label = 0; label < 3; label++) {
        try (OutputStream out = open(inner)) {
          tar(out, cuts[label], cuts[label + 1]);
        }
        tar.putArchiveEntry(new TarArchiveEntry(inner, "n0" + label + ".tar"));
        Files.copy(inner, tar);
        tar.closeArchiveEntry();
      }
    }
    Files.delete(inner);
  }

  private void zip(Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(open(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int index = 0; index < images; index++) {
        CRC32 checksum = new CRC32();
        checksum.update(image(index));
        ZipEntry entry = new ZipEntry("img/" + index + ".jpg");
        entry.setSize(image(index).length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(image(index));
      }
    }
  }

  private void lmdb(Path folder) {
    try (Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA).setMapSize(1L << 33).open(folder.toFile())) {
      Dbi<byte[]> dbi = env.openDbi((String) null, DbiFlags.MDB_CREATE);
      try (Txn<byte[]> txn = env.txnWrite()) {
        for (int index = 0; index < images; index++) {
          byte[] key =
              String.format(Locale.ROOT, "%040x", index).getBytes(StandardCharsets.US_ASCII);
          dbi.put(txn, key, image(index));
        }
        txn.commit();
      }
    }
  }

  /** Noise, of which a JPEG has about six bits a pixel. */
  private static byte[] jpeg(int width, int height, int seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  /** Noise does not get shorter: only the layout is gzip's. */
  private static final class StoredGzip extends GZIPOutputStream {
    StoredGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.NO_COMPRESSION);
    }
  }
}
