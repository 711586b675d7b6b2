package io.sparkdcgan.data;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Reads whole shards, checked against what their manifest says of them. */
public final class ShardReader {
  /** An import looks at lengths, not at bytes: a file of the right length is whole to it. */
  private static final String REMEDY =
      "delete that file and import the same source again, which makes it anew";

  private final String folder;
  private final int imageSize;
  private final Configuration hadoop;

  /**
   * @param folder URI of the set's folder
   * @param imageSize edge of the images in pixels, as the manifest says
   */
  public ShardReader(String folder, int imageSize, Configuration hadoop) {
    this.folder = folder;
    this.imageSize = imageSize;
    this.hadoop = hadoop;
  }

  /**
   * All images of a shard, in their order.
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
          ExitCode.INPUT_MISSING,
          path
              + " is in its manifest but not there: import the same source again, which makes it anew",
          e);
    }
    if (!digest(block).equals(shard.sha256())) {
      throw damaged(path, "holds other images than its manifest says");
    }
    return block;
  }

  private ImageBlock fill(Path path, int images) throws IOException {
    BlockFiller filler = new BlockFiller(imageSize, images);
    long rows;
    try (ParquetFileReader file =
        ParquetFileReader.open(
            new ShardFile.Input(path, hadoop), ParquetReadOptions.builder().build())) {
      rows = file.getRecordCount();
      if (rows == images) {
        fill(filler, file);
      }
    } catch (RuntimeException e) {
      // Parquet meets what is no Parquet, or not these columns, with unchecked exceptions
      throw new Failure(ExitCode.DATA, path + " is no shard (" + innermost(e) + "): " + REMEDY, e);
    }
    if (rows != images) {
      throw damaged(path, "holds " + rows + " images, but its manifest says " + images);
    }
    return filler.block();
  }

  /** Below Parquet's own reader of records, which parses Hadoop's XML anew for each file. */
  private void fill(BlockFiller filler, ParquetFileReader file) throws IOException {
    MessageType columns = ShardFile.columns(imageSize);
    columns.checkContains(file.getFileMetaData().getSchema());
    file.setRequestedSchema(columns);
    MessageColumnIO records =
        new ColumnIOFactory(file.getFileMetaData().getCreatedBy())
            .getColumnIO(columns, file.getFileMetaData().getSchema());
    for (PageReadStore group = file.readNextRowGroup();
        group != null;
        group = file.readNextRowGroup()) {
      RecordReader<Integer> reader = records.getRecordReader(group, filler);
      for (long row = 0; row < group.getRowCount(); row++) {
        reader.read();
      }
    }
  }

  private static String digest(ImageBlock block) {
    int length = ImageBlock.imageBytes(block.imageSize());
    ContentDigest digest = new ContentDigest();
    for (int index = 0; index < block.count(); index++) {
      ShardFile.add(
          digest, block.key(index), block.label(index), block.pixels(), index * length, length);
    }
    return digest.hex();
  }

  /** Parquet wraps what was wrong in where it was. */
  private static String innermost(Throwable thrown) {
    return thrown.getCause() == null ? thrown.getMessage() : innermost(thrown.getCause());
  }

  private static Failure damaged(Path path, String what) {
    return new Failure(ExitCode.DATA, path + " " + what + ": " + REMEDY);
  }

  /**
   * Takes Parquet's rows apart into a block. Every value is copied where it belongs as it comes,
   * since Parquet's readers use their rows again. What the reader hands out is the number of the
   * row.
   */
  private static final class BlockFiller extends RecordMaterializer<Integer> {
    private final int imageSize;
    private final String[] keys;
    private final String[] labels;
    private final byte[] pixels;
    private final GroupConverter columns = new Columns();
    private int row;

    BlockFiller(int imageSize, int images) {
      this.imageSize = imageSize;
      this.keys = new String[images];
      this.labels = new String[images];
      this.pixels = new byte[Math.multiplyExact(images, ImageBlock.imageBytes(imageSize))];
    }

    /** The block, once all rows are read; the filler must not be used afterwards. */
    ImageBlock block() {
      return new ImageBlock(imageSize, keys, labels, pixels);
    }

    @Override
    public Integer getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return columns;
    }

    private final class Columns extends GroupConverter {
      private final Converter[] converters = {
        column(value -> keys[row] = value.toStringUsingUTF8()),
        column(value -> labels[row] = value.toStringUsingUTF8()),
        column(
            value -> {
              int length = ImageBlock.imageBytes(imageSize);
              value.toByteBuffer().get(pixels, row * length, length);
            })
      };

      @Override
      public Converter getConverter(int field) {
        return converters[field];
      }

      @Override
      public void start() {}

      @Override
      public void end() {
        row++;
      }
    }

    @FunctionalInterface
    private interface Taking {
      void take(Binary value);
    }

    private static Converter column(Taking taking) {
      return new PrimitiveConverter() {
        @Override
        public void addBinary(Binary value) {
          taking.take(value);
        }
      };
    }
  }
}
