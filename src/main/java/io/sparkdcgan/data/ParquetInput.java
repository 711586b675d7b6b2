package io.sparkdcgan.data;

import io.sparkdcgan.storage.PlainFiles;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file that Parquet reads, opened as {@link PlainFiles} opens files. */
final class ParquetInput implements InputFile {
  private final FileSystem files;
  private final Path path;
  private final long length;

  ParquetInput(Path path, Configuration hadoop) throws IOException {
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
