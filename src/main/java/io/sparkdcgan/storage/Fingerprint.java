package io.sparkdcgan.storage;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What an object is known by.
 *
 * @param bytes its length
 * @param sha256 its SHA-256 in 64 lower-case hexadecimal digits
 */
public record Fingerprint(long bytes, String sha256) {

  /** The fingerprint of these bytes. */
  public static Fingerprint of(byte[] content) {
    return new Fingerprint(content.length, new ContentDigest().add(content).hex());
  }

  /** Passes bytes on and computes the fingerprint of all of them, read by the caller or not. */
  public static final class Input extends FilterInputStream {
    private final ContentDigest digest = new ContentDigest();
    private long bytes;

    public Input(InputStream beneath) {
      super(beneath);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      if (count > 0) {
        digest.add(into, offset, count);
        bytes += count;
      }
      return count;
    }

    /** Skipped bytes count too, so they are read. */
    @Override
    public long skip(long count) throws IOException {
      byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), 8192)];
      return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** Reads what is left; the fingerprint of the whole stream, to be asked for once. */
    public Fingerprint fingerprint() throws IOException {
      transferTo(OutputStream.nullOutputStream());
      return new Fingerprint(bytes, digest.hex());
    }
  }

  /**
   * Passes bytes on and computes their fingerprint on the way. Closing it only flushes: whoever
   * opened the stream beneath decides whether what was written counts.
   */
  static final class Output extends FilterOutputStream {
    private final ContentDigest digest = new ContentDigest();
    private long bytes;

    Output(OutputStream beneath) {
      super(beneath);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
      out.write(content, offset, length);
      digest.add(content, offset, length);
      bytes += length;
    }

    @Override
    public void close() throws IOException {
      flush();
    }

    /** The fingerprint of everything written; to be asked for once, at the end. */
    Fingerprint fingerprint() {
      return new Fingerprint(bytes, digest.hex());
    }
  }
}
