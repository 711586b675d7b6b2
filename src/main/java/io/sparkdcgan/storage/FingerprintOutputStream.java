package io.sparkdcgan.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Passes bytes on and computes their fingerprint on the way. Closing it only flushes: whoever
 * opened the stream beneath decides whether what was written counts.
 */
final class FingerprintOutputStream extends FilterOutputStream {
  private final MessageDigest digest = Fingerprint.newDigest();
  private long bytes;

  FingerprintOutputStream(OutputStream beneath) {
    super(beneath);
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    digest.update((byte) value);
    bytes++;
  }

  @Override
  public void write(byte[] content, int offset, int length) throws IOException {
    out.write(content, offset, length);
    digest.update(content, offset, length);
    bytes += length;
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  /** The fingerprint of everything written; to be asked for once, at the end. */
  Fingerprint fingerprint() {
    return new Fingerprint(bytes, Fingerprint.hex(digest.digest()));
  }
}
