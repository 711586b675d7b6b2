package io.sparkdcgan.source;

import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Some of a file's bytes as a stream that skips by seeking. Trouble with the storage is an {@link
 * java.io.UncheckedIOException} of the file underneath; an {@link java.io.IOException} of whatever
 * reads this stream is then about the bytes themselves.
 */
final class RangeInput extends InputStream {
  private final SeekableInput file;
  private final long end;
  private long position;

  /**
   * @param file stays open when this is closed, and is sought by nobody else meanwhile
   * @param start the first byte, from the start of the file
   * @param end behind the last byte; the file's own end is kept to, too
   */
  RangeInput(SeekableInput file, long start, long end) {
    this.file = file;
    this.position = start;
    this.end = Math.min(end, file.size());
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    file.position(position);
    int count = file.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position)));
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.min(Math.max(count, 0), Math.max(end - position, 0));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Math.max(end - position, 0), Integer.MAX_VALUE);
  }
}
