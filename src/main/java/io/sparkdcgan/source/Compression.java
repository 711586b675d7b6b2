package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * How an archive is compressed as a whole, by its first bytes and never by its name; no tar archive
 * starts with them. Files that are several compressed ones joined are read to their end.
 */
enum Compression {
  GZIP("\u001F\u008B"),
  /** With its first block's mark: a member of a tar archive may be named after a BZh. */
  BZIP2("BZh?1AY&SY"),
  XZ("\u00FD7zXZ\0"),
  ZSTANDARD("(\u00B5/\u00FD");

  /** As many first bytes as {@link #of} looks at. */
  static final int FIRST_BYTES = 10;

  private static final int BUFFER_BYTES = 1 << 16;

  /** A dictionary of more is not unpacked; xz -9 takes 65 MiB. */
  private static final long MOST_KIBIBYTES =
      Math.min(1 << 17, Runtime.getRuntime().maxMemory() >> 12);

  /** A byte for each letter; where there is a question mark any will do. */
  private final String first;

  Compression(String first) {
    this.first = first;
  }

  /** The compression of a file that begins like this. */
  static Optional<Compression> of(byte[] start) {
    return Arrays.stream(values()).filter(known -> known.begins(start)).findFirst();
  }

  private boolean begins(byte[] file) {
    for (int at = 0; at < first.length(); at++) {
      char letter = first.charAt(at);
      if (at == file.length || (letter != '?' && letter != (file[at] & 0xFF))) {
        return false;
      }
    }
    return true;
  }

  /** Its name for people. */
  String label() {
    return this == ZSTANDARD ? "Zstandard" : name().toLowerCase(Locale.ROOT);
  }

  /**
   * What is in a compressed file.
   *
   * @param packed all of it
   * @param file its name, for messages
   * @throws IOException if not even its header is whole; reading throws {@link EOFException} where
   *     it is cut off, {@link IOException} where its bytes are wrong, and {@link Failure} {@code
   *     DATA} if it takes too much memory to unpack
   */
  InputStream unpack(InputStream packed, String file) throws IOException {
    try {
      return new Unpacked(stream(packed), file);
    } catch (LinkageError e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "what unpacks "
              + label()
              + " cannot be loaded for "
              + file
              + " ("
              + e.getMessage()
              + "): it needs Spark's own jars and a temporary folder it may run code from; or"
              + " unpack it before",
          e);
    }
  }

  private InputStream stream(InputStream packed) throws IOException {
    InputStream buffered = new BufferedInputStream(packed, BUFFER_BYTES);
    return switch (this) {
      case GZIP -> new GZIPInputStream(packed, BUFFER_BYTES);
      case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
      case XZ -> new XZCompressorInputStream(buffered, true, (int) MOST_KIBIBYTES);
      case ZSTANDARD -> new ZstdCompressorInputStream(buffered);
    };
  }

  /** Makes one language of what the decompressors say of damage. */
  private static final class Unpacked extends FilterInputStream {
    private final String file;

    Unpacked(InputStream in, String file) {
      super(in);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (UncheckedIOException e) {
        // of the storage
        throw e;
      } catch (IOException | RuntimeException e) {
        throw told(e);
      }
    }

    @Override
    public long skip(long count) throws IOException {
      // not all of them skip: by reading
      int length = (int) Math.min(count, BUFFER_BYTES);
      return length <= 0 ? 0 : Math.max(read(new byte[length], 0, length), 0);
    }

    private IOException told(Exception e) {
      String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (e instanceof MemoryLimitException || said.contains("too much memory")) {
        throw new Failure(
            ExitCode.DATA,
            file
                + " takes more than "
                + (MOST_KIBIBYTES >> 10)
                + " MiB of memory to unpack: compress it again with a smaller dictionary, as xz -9"
                + " or zstd -19 does",
            e);
      }
      if (e instanceof EOFException
          || said.contains("unexpected end")
          || said.contains("truncated")) {
        return e instanceof EOFException end
            ? end
            : (IOException) new EOFException(said).initCause(e);
      }
      return e instanceof IOException io ? io : new IOException(said, e);
    }
  }
}
