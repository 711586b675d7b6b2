package io.sparkdcgan.source;

import io.sparkdcgan.source.Cifar10Source.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Neighboring images of CIFAR-10's batches, counted through all files in their order.
 *
 * @param records how many images each file holds
 * @param labels the names of the classes by their numbers
 */
record Cifar10Range(
    String folder, String[] files, int[] records, String[] labels, int first, int end)
    implements SourcePart {
  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) {
    Reading reading = new Reading(hadoop);
    return IntStream.range(first, end).mapToObj(reading::image).onClose(reading::close);
  }

  /** Has one file open, that of the image last asked for. */
  private final class Reading {
    private final Configuration hadoop;
    private Batch open;

    Reading(Configuration hadoop) {
      this.hadoop = hadoop;
    }

    SourceImage image(int index) {
      int file = 0;
      int within = index;
      while (within >= records[file]) {
        within -= records[file];
        file++;
      }
      return batch(new Path(folder, files[file])).read(within);
    }

    private Batch batch(Path file) {
      if (open == null || !open.file().equals(file)) {
        close();
        try {
          open = Batch.open(file, labels, hadoop);
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + file, e);
        }
      }
      return open;
    }

    void close() {
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          throw new UncheckedIOException("cannot close " + open.file(), e);
        }
      }
    }
  }
}
