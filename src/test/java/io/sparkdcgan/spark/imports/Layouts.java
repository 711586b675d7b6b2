package io.sparkdcgan.spark.imports;

import io.sparkdcgan.source.Tars;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;

/** A small data set of every layout that can be imported, with broken images wherever they fit. */
final class Layouts {
  static final int GOOD = 60;

  /** Kind of source to path in the folder, for all that are here. */
  static final List<Map.Entry<String, String>> SOURCES =
      List.of(
          Map.entry("lsun", "lsun"),
          Map.entry("imagenet", "train.tar"),
          Map.entry("imagenet", "class-tars"),
          Map.entry("imagenet", "classes"),
          Map.entry("faces", "faces.zip"),
          Map.entry("faces", "lfw.tgz"),
          Map.entry("faces", "lfw.tar"),
          Map.entry("faces", "classes"),
          Map.entry("webdataset", "shards/train-{0..1}.t*"),
          Map.entry("folder", "classes"),
          Map.entry("cifar10", "cifar10"));

  private final Path folder;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private Layouts(Path folder) throws IOException {
    this.folder = folder;
    files.putAll(CorruptSet.good(GOOD));
    files.putAll(new CorruptSet().broken);
  }

  /** Writes all of them into a local folder. */
  static void write(Path folder) throws IOException {
    Layouts layouts = new Layouts(folder);
    layouts.lsun();
    layouts.tars();
    layouts.zip();
    layouts.classes();
    layouts.cifar10();
  }

  private void lsun() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("lsun"));
    try (Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA).setMapSize(1L << 26).open(directory.toFile())) {
      Dbi<byte[]> dbi = env.openDbi((String) null, DbiFlags.MDB_CREATE);
      files.forEach((name, bytes) -> dbi.put(name.getBytes(StandardCharsets.US_ASCII), bytes));
    }
    Files.delete(directory.resolve("lock.mdb"));
  }

  private void tars() throws IOException {
    byte[] all = tar(files).closed();
    Map<String, byte[]> first = new LinkedHashMap<>();
    Map<String, byte[]> second = new LinkedHashMap<>();
    files.forEach((name, bytes) -> (name.hashCode() % 2 == 0 ? first : second).put(name, bytes));
    write("lfw.tar", all);
    write("lfw.tgz", Tars.gzipped(all));
    byte[] one = tar(first).closed();
    byte[] other = tar(second).closed();
    write("train.tar", new Tars().file("n01.tar", one).file("n02.tar", other).closed());
    write("class-tars/n01.tar", one);
    write("class-tars/n02.tar", other);
    write("shards/train-0.tar", one);
    write("shards/train-1.tgz", Tars.gzipped(other));
  }

  private static Tars tar(Map<String, byte[]> files) {
    Tars tar = new Tars();
    files.forEach(
        (name, bytes) ->
            tar.file(name, bytes)
                .file(name.replaceFirst("\\..*", "") + ".cls", name.substring(0, 1)));
    return tar;
  }

  private void zip() throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("faces.zip")))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry("img_align_celeba/" + file.getKey()));
        zip.write(file.getValue());
      }
    }
  }

  private void classes() throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = file.getKey();
      write("classes/" + name.charAt(0) + "/deep/" + name, file.getValue());
    }
    Files.createDirectories(folder.resolve("classes/empty"));
  }

  private void cifar10() throws IOException {
    write("cifar10/batches.meta.txt", "cat\ndog\n".getBytes(StandardCharsets.US_ASCII));
    Random random = new Random(1);
    for (int batch = 1; batch <= 5; batch++) {
      Path file = folder.resolve("cifar10/data_batch_" + batch + ".bin");
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int record = 0; record < GOOD / 5; record++) {
          byte[] bytes = new byte[1 + 3 * 32 * 32];
          random.nextBytes(bytes);
          bytes[0] = (byte) (record % 2);
          out.write(bytes);
        }
      }
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
