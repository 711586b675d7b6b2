package io.sparkdcgan.data;

import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PlainFiles;
import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * What a shard's file is to Parquet: its columns and their digest, and a file that is opened and
 * made as {@link PlainFiles} does.
 */
final class ShardFile {
  static final int KEY = 0;
  static final int LABEL = 1;
  static final int PIXELS = 2;

  /** The key of the Parquet metadata that holds the edge of the images. */
  static final String IMAGE_SIZE = "sparkdcgan.image-size";

  /** The folder, inside that of a set, which holds shards and nothing else. */
  static final String FOLDER = "data/";

  private static final Pattern NAME = Pattern.compile("shard-[0-9]{5,9}-[0-9a-f]{12}\\.parquet");

  private ShardFile() {}

  /** Whether imports name a shard so, of whatever attempt. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a shard lies under this key of a set. */
  static boolean isShard(String key) {
    return key.startsWith(FOLDER) && isName(key.substring(FOLDER.length()));
  }

  /**
   * Whether a manifest may name this: a file in the folder of its set, or in that of the shards.
   */
  static boolean isKey(String file) {
    return ObjectStore.isName(file.startsWith(FOLDER) ? file.substring(FOLDER.length()) : file);
  }

  /** The columns: a key, a label, and pixels as CHW bytes of a fixed length. */
  static MessageType columns(int imageSize) {
    return Types.buildMessage()
        .required(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named("key")
        .required(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named("label")
        .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        .length(ImageBlock.imageBytes(imageSize))
        .named("pixels")
        .named("picture");
  }

  /** Adds an image to the digest of a shard's records: its key, its label and its pixels. */
  static void add(
      ContentDigest records, String key, String label, byte[] pixels, int offset, int length) {
    records.add(key).add(label).add(pixels, offset, length);
  }

  /** A file that Parquet reads, opened as {@link PlainFiles} opens files. */
  static final class Input implements InputFile {
    private final FileSystem files;
    private final Path path;
    private final long length;

    Input(Path path, Configuration hadoop) throws IOException {
      this.files = PlainFiles.of(path, hadoop);
      this.path = path;
      this.length = files.getFileStatus(path).getLen();
    }

    @Override
    public long getLength() {
      return length;
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return HadoopStreams.wrap(files.open(path));
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A file that Parquet writes to, made as {@link PlainFiles} makes files. */
  static final class Output implements OutputFile {
    private final FileSystem files;
    private final Path path;

    Output(Path path, Configuration hadoop) throws IOException {
      this.files = PlainFiles.of(path, hadoop);
      this.path = path;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
      return createOrOverwrite(blockSizeHint);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
      return HadoopStreams.wrap(PlainFiles.create(files, path));
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return files.getDefaultBlockSize(path);
    }

    @Override
    public String getPath() {
      return path.toString();
    }
  }
}
