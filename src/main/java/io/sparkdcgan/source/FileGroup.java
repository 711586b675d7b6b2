package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.image.Reject;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Some of a folder's image files. */
record FileGroup(String root, String[] names, long[] bytes, boolean labeled) implements SourcePart {
  /** Little, since a file is read at one go: Spark's 64 KiB would be cleared for every image. */
  private static final int BUFFER_BYTES = 512;

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    Path folder = StorageUri.resolved(root);
    FirstBytes.Opening opening = opening(folder, hadoop);
    return IntStream.range(0, names.length)
        .mapToObj(
            file ->
                new SourceImage(
                    names[file],
                    labeled ? ImageName.label(names[file]) : "",
                    content(opening, file, mostBytes)));
  }

  /**
   * @throws FileNotFoundException if the folder is not there on this machine
   */
  private static FirstBytes.Opening opening(Path folder, Configuration hadoop) throws IOException {
    if (LocalRoot.holds(folder, hadoop)) {
      if (!Files.isDirectory(LocalRoot.path(folder))) {
        throw new FileNotFoundException(folder + " is no folder of this machine");
      }
      LocalRoot local = LocalRoot.of(folder);
      return name -> Files.newInputStream(local.file(name));
    }
    FileSystem system = PlainFiles.of(folder, hadoop);
    return name -> system.open(StorageUri.resolved(folder + "/" + name), BUFFER_BYTES);
  }

  private ImageContent content(FirstBytes.Opening opening, int file, long mostBytes) {
    if (bytes[file] > mostBytes) {
      return ImageDecoder.tooManyBytes(bytes[file], mostBytes);
    }
    try (InputStream in = opening.open(names[file])) {
      // one array: to grow it would take another
      byte[] content = new byte[(int) bytes[file]];
      int length = in.readNBytes(content, 0, content.length);
      boolean whole = length == content.length;
      return new EncodedImage(whole ? content : Arrays.copyOf(content, length));
    } catch (NoSuchFileException | FileNotFoundException e) {
      return new Reject(Reject.Reason.MISSING, "it was listed, but is gone");
    } catch (AccessDeniedException e) {
      throw new Failure(
          ExitCode.PERMISSION,
          "cannot read " + root + "/" + names[file] + ": access is denied; check its permissions",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + root + "/" + names[file], e);
    }
  }
}
