package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Some of a folder's image files. */
record FileGroup(String root, String[] names, long[] bytes, boolean labeled) implements SourcePart {
  /** Little, since a file is read at one go: Spark's 64 KiB would be cleared for every image. */
  private static final int BUFFER_BYTES = 512;

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    Path folder = StorageUri.resolved(root);
    FileSystem system = PlainFiles.of(folder, hadoop);
    return IntStream.range(0, names.length)
        .mapToObj(
            file ->
                new SourceImage(
                    names[file],
                    labeled ? ImageName.label(names[file]) : "",
                    content(system, folder, file, mostBytes)));
  }

  private ImageContent content(FileSystem system, Path folder, int file, long mostBytes) {
    if (bytes[file] > mostBytes) {
      return ImageDecoder.tooManyBytes(bytes[file], mostBytes);
    }
    try (FSDataInputStream in =
        system.open(StorageUri.resolved(folder + "/" + names[file]), BUFFER_BYTES)) {
      // one array: to grow it would take another
      byte[] content = new byte[(int) bytes[file]];
      int length = in.readNBytes(content, 0, content.length);
      boolean whole = length == content.length;
      return new EncodedImage(whole ? content : Arrays.copyOf(content, length));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + "/" + names[file], e);
    }
  }
}
