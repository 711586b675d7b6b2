package io.sparkdcgan.data;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;

/** Reads whole shards, checked against what their manifest says of them. */
public final class ShardReader {
  private final String folder;
  private final int imageSize;
  private final Configuration hadoop;

  /**
   * @param folder URI of the set's folder
   * @param imageSize edge of the pictures in pixels, as the manifest says
   */
  public ShardReader(String folder, int imageSize, Configuration hadoop) {
    this.folder = folder;
    this.imageSize = imageSize;
    this.hadoop = hadoop;
  }

  /**
   * All pictures of a shard, in their order.
   *
   * @throws Failure {@code INPUT_MISSING} if the file is gone, {@code DATA} if it holds other
   *     records than its manifest says
   */
  public ImageBlock read(Shard shard) throws IOException {
    Path path = new Path(folder, shard.file());
    ImageBlock block;
    try {
      block = fill(path, shard.images());
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING, path + " is in its manifest but not there: import again", e);
    }
    if (!digest(block).equals(shard.sha256())) {
      throw damaged(path, "holds other pictures than its manifest says");
    }
    return block;
  }

  private ImageBlock fill(Path path, int images) throws IOException {
    BlockFiller filler = new BlockFiller(imageSize, images);
    int rows = 0;
    try (ParquetReader<Integer> reader = new Rows(new ParquetInput(path, hadoop), filler).build()) {
      while (reader.read() != null) {
        rows++;
      }
    } catch (RuntimeException e) {
      // Parquet meets what is no Parquet, or not these columns, with unchecked exceptions
      throw new Failure(ExitCode.DATA, path + " is no shard: " + innermost(e), e);
    }
    if (rows != images) {
      throw damaged(path, "holds " + rows + " pictures, but its manifest says " + images);
    }
    return filler.block();
  }

  /** Parquet's own way to a reader parses Hadoop's XML files anew for each file that it opens. */
  private final class Rows extends ParquetReader.Builder<Integer> {
    private final BlockFiller filler;

    Rows(InputFile file, BlockFiller filler) {
      super(file);
      this.filler = filler;
      withConf(hadoop);
    }

    @Override
    protected ReadSupport<Integer> getReadSupport() {
      return filler;
    }
  }

  private static String digest(ImageBlock block) {
    int length = ImageBlock.imageBytes(block.imageSize());
    ContentDigest digest = new ContentDigest();
    for (int index = 0; index < block.count(); index++) {
      digest.addRecord(
          block.key(index), block.label(index), block.pixels(), index * length, length);
    }
    return digest.hex();
  }

  /** Parquet wraps what was wrong in where it was. */
  private static String innermost(Throwable thrown) {
    return thrown.getCause() == null ? thrown.getMessage() : innermost(thrown.getCause());
  }

  private static Failure damaged(Path path, String what) {
    return new Failure(ExitCode.DATA, path + " " + what + ": import again");
  }
}
