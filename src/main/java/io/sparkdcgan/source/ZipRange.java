package io.sparkdcgan.source;

import io.sparkdcgan.source.ZipSource.ZipImages;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Neighboring images of a zip archive. Whoever reads it opens the archive's directory again, about
 * 80 bytes an entry, and from there on reads forward.
 */
record ZipRange(String archive, int first, int end) implements SourcePart {
  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    ZipImages images = ZipImages.open(StorageUri.resolved(archive), hadoop);
    return images.entries().subList(first, end).stream()
        .map(entry -> new SourceImage(entry.getName(), "", images.content(entry, mostBytes)))
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
