package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * CIFAR-10 in its binary version (Krizhevsky 2009): a folder's five training batches together, or
 * one batch by its file's name. An image's key is its file and its number in it, for example {@code
 * data_batch_1.bin/00042}; its label is the name of its class.
 */
record Cifar10Source(String uri, Path folder, List<Listed> files, List<String> labels)
    implements ImageSource {
  /** The file next to the batches that names the classes, one a line. */
  static final String NAMES = "batches.meta.txt";

  /** The folder that the official archive unpacks to; its parent may be named as well. */
  private static final String UNPACKED = "cifar-10-batches-bin";

  private static final int TRAINING_BATCHES = 5;
  private static final int MOST_NAME_BYTES = 1 << 16;

  record Listed(String name, int records, long modified) {}

  /**
   * @throws Failure {@code INPUT_MISSING} if a batch or the names are not there, {@code DATA} if
   *     one of them is not what it should be
   */
  static ImageSource open(String where, ImageSources.Context context) throws IOException {
    Path named = StorageUri.resolve(where, context.hadoop());
    FileSystem system = named.getFileSystem(context.hadoop());
    boolean batch = system.exists(named) && system.getFileStatus(named).isFile();
    Path folder = batch ? named.getParent() : unpacked(named, system);
    List<Listed> files = new ArrayList<>();
    if (batch) {
      files.add(list(named, system, context.hadoop()));
    } else {
      for (int number = 1; number <= TRAINING_BATCHES; number++) {
        Path file = new Path(folder, "data_batch_" + number + ".bin");
        try {
          files.add(list(file, system, context.hadoop()));
        } catch (FileNotFoundException e) {
          throw OtherCifar.folder(folder, file, system, e);
        }
      }
    }
    return new Cifar10Source(
        "cifar10:" + named, folder, files, labels(new Path(folder, NAMES), context.hadoop()));
  }

  private static Path unpacked(Path named, FileSystem system) throws IOException {
    Path inside = new Path(named, UNPACKED);
    return system.exists(inside) ? inside : named;
  }

  private static Listed list(Path file, FileSystem system, Configuration hadoop)
      throws IOException {
    FileStatus status = system.getFileStatus(file);
    long bytes = status.getLen();
    long records = bytes / Batch.RECORD_BYTES;
    if (bytes % Batch.RECORD_BYTES != 0 || records < 1 || records > Integer.MAX_VALUE / 8) {
      throw OtherCifar.file(file, bytes, Batch.RECORD_BYTES, hadoop);
    }
    return new Listed(file.getName(), (int) records, status.getModificationTime());
  }

  private static List<String> labels(Path file, Configuration hadoop) throws IOException {
    byte[] text;
    try (FSDataInputStream in = PlainFiles.of(file, hadoop).open(file)) {
      text = in.readNBytes(MOST_NAME_BYTES);
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING,
          file + " does not exist, which names the classes: unpack the binary version again",
          e);
    }
    List<String> labels =
        new String(text, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (labels.isEmpty() || labels.stream().distinct().count() != labels.size()) {
      throw new Failure(
          ExitCode.DATA,
          file + " must name each class once, one a line: unpack the binary version again");
    }
    return labels;
  }

  @Override
  public String fingerprint() {
    ContentDigest digest = new ContentDigest();
    files.forEach(file -> digest.add(file.name).add(file.records).add(file.modified));
    labels.forEach(digest::add);
    return digest.hex();
  }

  @Override
  public long images() {
    return files.stream().mapToLong(Listed::records).sum();
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    return ImageSources.cut(
        (int) images(),
        wanted,
        (first, end) ->
            new Cifar10Range(
                folder.toString(),
                files.stream().map(Listed::name).toArray(String[]::new),
                files.stream().mapToInt(Listed::records).toArray(),
                labels.toArray(String[]::new),
                first,
                end));
  }

  /**
   * One file of CIFAR-10's binary version, open for reading: records of one byte, the number of the
   * class, and 3,072 bytes of pixels: planes of red, green and blue, 32 x 32 each, rows from the
   * top.
   */
  static final class Batch implements AutoCloseable {
    private static final int EDGE = 32;
    private static final int CHANNELS = 3;
    private static final int PLANE = EDGE * EDGE;
    static final int RECORD_BYTES = 1 + CHANNELS * PLANE;

    private final Path file;
    private final String[] labels;
    private final SeekableInput input;
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);

    private Batch(Path file, String[] labels, SeekableInput input) {
      this.file = file;
      this.labels = labels;
      this.input = input;
    }

    /**
     * @param labels the names of the classes by their numbers
     */
    static Batch open(Path file, String[] labels, Configuration hadoop) throws IOException {
      return new Batch(file, labels, SeekableInput.open(file, hadoop));
    }

    Path file() {
      return file;
    }

    /**
     * Image {@code index} of the file, with its pixels as they are.
     *
     * @throws Failure {@code DATA} if the file ends before it, or its class has no name
     */
    SourceImage read(int index) {
      record.clear();
      input.position((long) index * RECORD_BYTES);
      while (record.hasRemaining()) {
        if (input.read(record) < 0) {
          throw new Failure(
              ExitCode.DATA, file + " has become shorter while it was read: import it again");
        }
      }
      int label = record.get(0) & 0xFF;
      if (label >= labels.length) {
        throw new Failure(
            ExitCode.DATA,
            String.format(
                Locale.ROOT,
                "record %d of %s is of class %d, but %s names %d: it is no batch of CIFAR-10, or a"
                    + " damaged one",
                index,
                file,
                label,
                Cifar10Source.NAMES,
                labels.length));
      }
      String key = String.format(Locale.ROOT, "%s/%05d", file.getName(), index);
      return new SourceImage(key, labels[label], new RgbImage(EDGE, EDGE, interleaved()));
    }

    private byte[] interleaved() {
      byte[] rgb = new byte[CHANNELS * PLANE];
      for (int pixel = 0; pixel < PLANE; pixel++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          rgb[CHANNELS * pixel + channel] = record.get(1 + channel * PLANE + pixel);
        }
      }
      return rgb;
    }

    @Override
    public void close() throws IOException {
      input.close();
    }
  }
}
