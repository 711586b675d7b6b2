package io.sparkdcgan.source;

import io.sparkdcgan.storage.PlainFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file on any of Hadoop's file systems as Java's seekable channel. Buffers, since archives are
 * read in pieces of a few bytes and every piece could be a request to the storage.
 *
 * <p>Trouble with the storage is an {@link UncheckedIOException}, so that it can be told from what
 * an archive's reader says about damaged bytes.
 */
final class SeekableInput implements SeekableByteChannel {
  private static final int BUFFER_BYTES = 1 << 18;

  private final FSDataInputStream in;
  private final long size;
  private final byte[] buffer;
  private long bufferStart;
  private int bufferLength;
  private long position;
  private boolean open = true;

  private SeekableInput(FSDataInputStream in, long size, int bufferBytes) {
    this.in = in;
    this.size = size;
    this.buffer = new byte[bufferBytes];
  }

  static SeekableInput open(Path path, Configuration hadoop) throws IOException {
    return open(path, hadoop, BUFFER_BYTES);
  }

  /**
   * @param bufferBytes how much is read at once; little for those who jump
   */
  static SeekableInput open(Path path, Configuration hadoop, int bufferBytes) throws IOException {
    if (LocalRoot.holds(path, hadoop)) {
      // a pipe would be waited for
      LocalRoot.requireNoPipe(path);
    }
    FileSystem files = PlainFiles.of(path, hadoop);
    long size = files.getFileStatus(path).getLen();
    return new SeekableInput(files.open(path), size, bufferBytes);
  }

  @Override
  public int read(ByteBuffer target) {
    if (position >= size) {
      return -1;
    }
    if (position < bufferStart || position >= bufferStart + bufferLength) {
      fill();
    }
    int from = (int) (position - bufferStart);
    int count = Math.min(target.remaining(), bufferLength - from);
    target.put(buffer, from, count);
    position += count;
    return count;
  }

  private void fill() {
    bufferLength = 0;
    int length = (int) Math.min(buffer.length, size - position);
    try {
      in.seek(position);
      in.readFully(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bufferStart = position;
    bufferLength = length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    in.close();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  /**
   * Some of a file's bytes as a stream that skips by seeking. Trouble with the storage is an {@link
   * java.io.UncheckedIOException} of the file underneath; an {@link java.io.IOException} of
   * whatever reads this stream is then about the bytes themselves.
   */
  static final class Range extends InputStream {
    private final SeekableInput file;
    private final long end;
    private long position;

    /**
     * @param file stays open when this is closed, and is sought by nobody else meanwhile
     * @param start the first byte, from the start of the file
     * @param end behind the last byte; the file's own end is kept to, too
     */
    Range(SeekableInput file, long start, long end) {
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
      int count =
          file.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position)));
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
}
