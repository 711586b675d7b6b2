package io.sparkdcgan.data;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/**
 * Takes Parquet's rows apart into a block. Every value is copied where it belongs as it comes,
 * since Parquet's readers use their rows again. What the reader hands out is the number of the row.
 */
final class BlockFiller extends RecordMaterializer<Integer> {
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
