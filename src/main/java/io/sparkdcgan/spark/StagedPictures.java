package io.sparkdcgan.spark;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardReader;
import io.sparkdcgan.data.StagedPart;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/** Reads finished parts of an import back, one part at a time, each picture with its place. */
final class StagedPictures {
  private final ImportStaging staging;
  private final Configuration hadoop;
  private final int imageSize;
  private final long seed;

  /**
   * @param folder URI of the import's target
   */
  StagedPictures(String folder, int imageSize, long seed, Configuration hadoop) {
    this.staging = new ImportStaging(folder, hadoop);
    this.hadoop = hadoop;
    this.imageSize = imageSize;
    this.seed = seed;
  }

  /**
   * The accepted pictures of a part.
   *
   * @throws Failure {@code DATA} if the part is not as its marker says
   */
  Iterator<Tuple2<ShuffleKey, ImageRecord>> accepted(int part) throws IOException {
    Shard file = part(part).pictures().orElse(null);
    if (file == null) {
      return Collections.emptyIterator();
    }
    ImageBlock block;
    try {
      block = new ShardReader(staging.folder(), imageSize, hadoop).read(file);
    } catch (Failure damaged) {
      throw unusable(part, damaged);
    }
    int length = ImageBlock.imageBytes(imageSize);
    return IntStream.range(0, block.count())
        .mapToObj(
            index -> {
              byte[] pixels =
                  Arrays.copyOfRange(block.pixels(), index * length, (index + 1) * length);
              String key = block.key(index);
              return new Tuple2<>(
                  ShuffleKey.of(seed, key), new ImageRecord(key, block.label(index), pixels));
            })
        .iterator();
  }

  /** The rejects of a part. */
  Iterator<Tuple2<ShuffleKey, RejectedImage>> rejected(int part) throws IOException {
    return part(part).rejects().stream()
        .map(reject -> new Tuple2<>(ShuffleKey.of(seed, reject.key()), reject))
        .iterator();
  }

  private StagedPart part(int part) throws IOException {
    return staging.part(part).orElseThrow(() -> unusable(part, null));
  }

  private Failure unusable(int part, Failure cause) {
    return new Failure(
        ExitCode.DATA,
        "part %d in %s is damaged: delete that folder and import again"
            .formatted(part, staging.folder()),
        cause);
  }
}
