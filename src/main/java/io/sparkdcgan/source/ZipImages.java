package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.Reject;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A zip archive on any file system. Reads the archive's directory, then seeks: the archive is never
 * in memory.
 */
final class ZipImages implements Closeable {
  private final ZipFile zip;
  private final List<ZipArchiveEntry> entries;

  private ZipImages(ZipFile zip) {
    this.zip = zip;
    this.entries = Collections.list(zip.getEntriesInPhysicalOrder());
  }

  /**
   * @throws IOException if the storage has trouble
   * @throws ZipException if it is no zip archive, or one that is cut off
   */
  @SuppressWarnings("MustBeClosedChecker")
  static ZipImages open(Path archive, Configuration hadoop) throws IOException {
    SeekableInput input = SeekableInput.open(archive, hadoop);
    try {
      // the last argument: local headers are read with their entries, not one seek each up front
      return new ZipImages(new ZipFile(input, archive.toString(), "UTF-8", true, true));
    } catch (IOException e) {
      input.close();
      throw (ZipException) new ZipException(e.getMessage()).initCause(e);
    } catch (UncheckedIOException e) {
      input.close();
      throw e.getCause();
    }
  }

  /** All entries, in the order in which they lie in the archive. */
  List<ZipArchiveEntry> entries() {
    return entries;
  }

  /** Whether an entry's first bytes are those of an image. */
  boolean looksLikeImage(ZipArchiveEntry entry) {
    if (entry.isUnixSymlink() || !zip.canReadEntryData(entry)) {
      return false;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return FirstBytes.isImage(in);
    } catch (IOException e) {
      // what is damaged and has no image's name is no lost image
      return false;
    }
  }

  /** One entry's bytes, checked against its length and checksum. */
  ImageContent content(ZipArchiveEntry entry, String name, long mostBytes) {
    if (List.of(name.split("/", -1)).contains("..")) {
      return new Reject(Reject.Reason.UNSAFE_NAME, "its name leads out of its archive's folder");
    }
    if (entry.isUnixSymlink()) {
      return new Reject(Reject.Reason.LINK, "a link, which has no content of its own");
    }
    return ZipContent.of(zip, entry, mostBytes);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
