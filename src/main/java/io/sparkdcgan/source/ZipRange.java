package io.sparkdcgan.source;

import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.hadoop.conf.Configuration;

/**
 * Neighboring images of a zip archive. Whoever reads it opens the archive's directory again, about
 * 80 bytes an entry, and from there on reads forward.
 *
 * @param entries which of the archive's entries, in the order in which they lie there
 * @param labels the classes of all of them, or nothing where the source has none
 */
record ZipRange(String archive, int[] entries, String[] keys, String[] labels)
    implements SourcePart {
  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    ZipImages images = ZipImages.open(StorageUri.resolved(archive), hadoop);
    List<ZipArchiveEntry> all = images.entries();
    return IntStream.range(0, entries.length)
        .mapToObj(
            image ->
                new SourceImage(
                    keys[image],
                    labels.length == 0 ? "" : labels[image],
                    images.content(all.get(entries[image]), keys[image], mostBytes)))
        .onClose(() -> close(images));
  }

  private static void close(ZipImages images) {
    try {
      images.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
