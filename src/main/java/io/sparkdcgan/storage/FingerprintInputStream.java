package io.sparkdcgan.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Passes bytes on and computes the fingerprint of all of them, read by the caller or not. */
public final class FingerprintInputStream extends FilterInputStream {
  private final MessageDigest digest = Fingerprint.newDigest();
  private long bytes;

  public FingerprintInputStream(InputStream beneath) {
    super(beneath);
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      digest.update((byte) value);
      bytes++;
    }
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count > 0) {
      digest.update(into, offset, count);
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
    byte[] rest = new byte[1 << 16];
    int count;
    do {
      count = read(rest, 0, rest.length);
    } while (count >= 0);
    return new Fingerprint(bytes, Fingerprint.hex(digest.digest()));
  }
}
