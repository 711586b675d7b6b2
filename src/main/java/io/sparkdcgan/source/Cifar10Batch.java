package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One file of CIFAR-10's binary version, open for reading: records of one byte, the number of the
 * class, and 3,072 bytes of pixels: planes of red, green and blue, 32 x 32 each, rows from the top.
 */
final class Cifar10Batch implements AutoCloseable {
  private static final int EDGE = 32;
  private static final int CHANNELS = 3;
  private static final int PLANE = EDGE * EDGE;
  static final int RECORD_BYTES = 1 + CHANNELS * PLANE;

  private final Path file;
  private final String[] labels;
  private final SeekableInput input;
  private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);

  private Cifar10Batch(Path file, String[] labels, SeekableInput input) {
    this.file = file;
    this.labels = labels;
    this.input = input;
  }

  /**
   * @param labels the names of the classes by their numbers
   */
  static Cifar10Batch open(Path file, String[] labels, Configuration hadoop) throws IOException {
    return new Cifar10Batch(file, labels, SeekableInput.open(file, hadoop));
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
              "record %d of %s is of class %d, but %s names %d: it is no batch of CIFAR-10, or a damaged one",
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
