package io.sparkdcgan.data;

import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.PlainFiles;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Writes shards into the folder {@code data} of a set: Parquet files without compression (pixels
 * hardly compress, and readers should not wait). Names end in the attempt that wrote them, since
 * object storage has no rename and a retried or speculative task must not write over another; which
 * files count, the manifest says.
 */
public final class ShardWriter {
  /** What a writer gathers in memory before it writes; Parquet's own default is 128 MiB. */
  private static final long ROW_GROUP_BYTES = 1L << 25;

  private final String folder;
  private final int imageSize;
  private final Configuration hadoop;

  /**
   * @param folder URI of the set's folder
   * @param imageSize edge of the images in pixels
   */
  public ShardWriter(String folder, int imageSize, Configuration hadoop) {
    this.folder = folder;
    this.imageSize = imageSize;
    this.hadoop = hadoop;
  }

  /**
   * Writes one shard.
   *
   * @param index which one, from 0
   * @param attempt letters and digits that no other attempt uses
   * @param records at least one
   */
  public Shard write(int index, String attempt, Iterator<ImageRecord> records) throws IOException {
    String name = String.format(Locale.ROOT, "shard-%05d-%s.parquet", index, attempt);
    return write(ShardFile.FOLDER + name, records);
  }

  /**
   * Writes a file of images under a name of its own.
   *
   * @param name below the folder; no other attempt uses it
   * @param records at least one
   */
  public Shard write(String name, Iterator<ImageRecord> records) throws IOException {
    Path path = new Path(folder, name);
    FileSystem files = PlainFiles.of(path, hadoop);
    try {
      ContentDigest digest = new ContentDigest();
      int images = write(path, records, digest);
      return new Shard(name, images, files.getFileStatus(path).getLen(), digest.hex());
    } catch (IOException | RuntimeException e) {
      files.delete(path, false);
      throw e;
    }
  }

  /** Deletes one that this has written, and that nobody wants. */
  public void delete(Shard shard) throws IOException {
    Path path = new Path(folder, shard.file());
    PlainFiles.of(path, hadoop).delete(path, false);
  }

  private int write(Path path, Iterator<ImageRecord> records, ContentDigest digest)
      throws IOException {
    int images = 0;
    try (ParquetWriter<ImageRecord> writer =
        new Builder(new ShardFile.Output(path, hadoop), imageSize)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build()) {
      while (records.hasNext()) {
        ImageRecord image = records.next();
        byte[] pixels = image.pixels();
        ShardFile.add(digest, image.key(), image.label(), pixels, 0, pixels.length);
        writer.write(image);
        images++;
      }
    }
    return images;
  }

  private static final class Builder extends ParquetWriter.Builder<ImageRecord, Builder> {
    private final int imageSize;

    Builder(OutputFile file, int imageSize) {
      super(file);
      this.imageSize = imageSize;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<ImageRecord> getWriteSupport(Configuration hadoop) {
      return new RecordColumns(imageSize);
    }
  }

  private static final class RecordColumns extends WriteSupport<ImageRecord> {
    private final int imageSize;
    private RecordConsumer consumer;

    RecordColumns(int imageSize) {
      this.imageSize = imageSize;
    }

    @Override
    public WriteContext init(Configuration hadoop) {
      MessageType schema = ShardFile.columns(imageSize);
      return new WriteContext(schema, Map.of(ShardFile.IMAGE_SIZE, Integer.toString(imageSize)));
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(ImageRecord image) {
      consumer.startMessage();
      field("key", ShardFile.KEY, Binary.fromString(image.key()));
      field("label", ShardFile.LABEL, Binary.fromString(image.label()));
      field("pixels", ShardFile.PIXELS, Binary.fromConstantByteArray(image.pixels()));
      consumer.endMessage();
    }

    private void field(String name, int index, Binary value) {
      consumer.startField(name, index);
      consumer.addBinary(value);
      consumer.endField(name, index);
    }
  }
}
