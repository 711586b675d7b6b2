package io.sparkdcgan.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Images one after the other, for parts that find out while they read how many there are. Not
 * {@code Stream.flatMap}: its iterator holds all images of an inner stream at once.
 */
final class ImageCursor implements Iterator<SourceImage> {
  private final Advance advance;
  private Optional<SourceImage> next = Optional.empty();
  private boolean ended;

  /** Reads on to the next image; empty when there is none. */
  @FunctionalInterface
  interface Advance {
    Optional<SourceImage> next() throws IOException;
  }

  private ImageCursor(Advance advance) {
    this.advance = advance;
  }

  /**
   * @param input what is closed with the stream
   */
  static Stream<SourceImage> stream(Advance advance, Closeable input) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                new ImageCursor(advance), Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(
            () -> {
              try {
                input.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !ended) {
      try {
        next = advance.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      ended = next.isEmpty();
    }
    return next.isPresent();
  }

  @Override
  public SourceImage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    SourceImage image = next.orElseThrow();
    next = Optional.empty();
    return image;
  }
}
