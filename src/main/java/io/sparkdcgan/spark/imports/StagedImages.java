package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.RejectList;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardReader;
import io.sparkdcgan.data.StagedPart;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/** Reads finished parts of an import back, one staged file at a time, each image with its place. */
final class StagedImages {
  private final ImportStaging staging;
  private final Configuration hadoop;
  private final int imageSize;
  private final long seed;

  /**
   * @param folder URI of the import's target
   */
  StagedImages(String folder, int imageSize, long seed, Configuration hadoop) {
    this.staging = new ImportStaging(folder, hadoop);
    this.hadoop = hadoop;
    this.imageSize = imageSize;
    this.seed = seed;
  }

  /**
   * The accepted images of a part. A file of it is in memory at a time.
   *
   * @throws Failure {@code DATA}, also while it is iterated over, if the part is not as its marker
   *     says
   */
  Iterator<Tuple2<ShuffleKey, ImageRecord>> accepted(int part) throws IOException {
    return new Files(part, part(part).images());
  }

  /** The images of several files. */
  private final class Files implements Iterator<Tuple2<ShuffleKey, ImageRecord>> {
    private final int part;
    private final Iterator<Shard> files;
    private ImageBlock block;
    private int index;

    Files(int part, List<Shard> files) {
      this.part = part;
      this.files = files.iterator();
    }

    @Override
    public boolean hasNext() {
      while (block == null || index == block.count()) {
        // the last file goes before the next one comes
        block = null;
        index = 0;
        if (!files.hasNext()) {
          return false;
        }
        block = read(part, files.next());
      }
      return true;
    }

    @Override
    public Tuple2<ShuffleKey, ImageRecord> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ImageRecord image = block.record(index);
      index++;
      return new Tuple2<>(ShuffleKey.of(seed, image.key()), image);
    }
  }

  private ImageBlock read(int part, Shard file) {
    try {
      return new ShardReader(staging.folder(), imageSize, hadoop).read(file);
    } catch (Failure damaged) {
      throw unusable(part, damaged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The rejects of a part, each with a place that no other reject shares unless it is the same.
   *
   * @throws Failure {@code DATA}, also while it is iterated over, if the part is not as its marker
   *     says
   */
  Iterator<Tuple2<ShuffleKey, RejectedImage>> rejected(int part) throws IOException {
    StagedPart finished = part(part);
    Optional<String> file = finished.rejects();
    if (file.isEmpty()) {
      return Collections.emptyIterator();
    }
    Iterator<RejectedImage> lines = RejectList.read(staging.folder(), file.get(), hadoop);
    long count = finished.rejected().total();
    return new Iterator<>() {
      private long taken;

      @Override
      public boolean hasNext() {
        boolean more = lines.hasNext();
        if (!more && taken != count) {
          throw unusable(part, null);
        }
        return more;
      }

      @Override
      public Tuple2<ShuffleKey, RejectedImage> next() {
        RejectedImage reject = lines.next();
        taken++;
        return new Tuple2<>(place(reject), reject);
      }
    };
  }

  /** An archive may have several members of one name, which parts read in no order. */
  private ShuffleKey place(RejectedImage reject) {
    String all = String.join("\n", reject.key(), reject.label(), reject.reason(), reject.detail());
    return new ShuffleKey(ShuffleKey.of(seed, reject.key()).hash(), all);
  }

  private StagedPart part(int part) throws IOException {
    return staging.part(part).orElseThrow(() -> unusable(part, null));
  }

  private Failure unusable(int part, Failure cause) {
    return new Failure(
        ExitCode.DATA,
        "part %s in %s is damaged: delete that folder and import again"
            .formatted(part, staging.folder()),
        cause);
  }
}
