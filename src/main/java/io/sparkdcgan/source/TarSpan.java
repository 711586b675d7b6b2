package io.sparkdcgan.source;

import io.sparkdcgan.source.SeekableInput.Range;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a tar archive, or a piece of one, lies: a whole file, which may be compressed, or some
 * bytes of one, as the class tars inside of ImageNet's. Crosses Spark.
 *
 * @param start where a header is, in bytes from the start of the file
 * @param stop members that start here or behind belong to others
 * @param end where the archive ends
 */
record TarSpan(String file, long start, long stop, long end) implements Serializable {
  /** What is read of a file at once where only headers are wanted. */
  private static final int HEADER_BUFFER_BYTES = 1 << 12;

  static TarSpan whole(Path file, long bytes) {
    return new TarSpan(file.toString(), 0, bytes, bytes);
  }

  /** The piece of this archive between two of its headers. */
  TarSpan piece(long from, long to) {
    return new TarSpan(file, from, to, end);
  }

  long bytes() {
    return stop - start;
  }

  /**
   * For whoever reads all of it.
   *
   * @param mostBytes of a member's content: more is not read
   */
  TarReader open(Configuration hadoop, long mostBytes) throws IOException {
    return open(SeekableInput.open(StorageUri.resolved(file), hadoop), mostBytes);
  }

  /** For whoever reads the headers alone. */
  TarReader openHeaders(Configuration hadoop) throws IOException {
    return openHeaders(hadoop, 0);
  }

  /**
   * For whoever reads the headers and what is small.
   *
   * @param mostBytes of a member's content: more is not read
   */
  TarReader openHeaders(Configuration hadoop, long mostBytes) throws IOException {
    Path archive = StorageUri.resolved(file);
    // object storage would be asked anew for each header: there what lies between is read, too
    SeekableInput input =
        mostBytes == 0 || PlainFiles.hasFolders(archive, hadoop)
            ? SeekableInput.open(archive, hadoop, HEADER_BUFFER_BYTES)
            : SeekableInput.open(archive, hadoop);
    return open(input, mostBytes);
  }

  private TarReader open(SeekableInput input, long mostBytes) {
    InputStream plain = new Range(input, start, end);
    try {
      Optional<Compression> compression = compression(input);
      if (compression.isPresent()) {
        InputStream unpacked = compression.get().unpack(plain, file);
        return new TarReader(unpacked, input, mostBytes, 0, Long.MAX_VALUE, Long.MAX_VALUE);
      }
    } catch (IOException e) {
      // not even its header is whole: read as if plain, it is no tar header either
      plain = new Range(input, start, end);
    }
    return new TarReader(plain, input, mostBytes, start, stop, Math.min(end, input.size()));
  }

  /** Pieces of a file are never compressed. */
  private Optional<Compression> compression(SeekableInput input) throws IOException {
    return start == 0
        ? Compression.of(new Range(input, start, end).readNBytes(Compression.FIRST_BYTES))
        : Optional.empty();
  }
}
