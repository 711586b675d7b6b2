package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.image.Reject;
import java.io.Serializable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A piece of a source that an executor reads alone: a final class of plain fields, since it travels
 * there through Kryo (named in {@link ImageSources#partTypes()}).
 */
public interface SourcePart extends Serializable {
  /**
   * The images of this piece, read as the stream is consumed; the caller closes it.
   *
   * <p>An image that is broken comes as a {@link Reject}; trouble with the storage is an {@link
   * java.io.UncheckedIOException}, and reading the piece again may help.
   *
   * @param hadoop the driver's file system settings and credentials
   * @param mostBytes of an image's file: one of more is a reject and is not read into memory
   */
  Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws java.io.IOException;

  /**
   * The same, and a count of what is passed over on the way, for parts that find out while they
   * read what their archive holds.
   *
   * @param passedOver gets the count as the stream is consumed
   */
  default Stream<SourceImage> read(Configuration hadoop, long mostBytes, PassedOver passedOver)
      throws java.io.IOException {
    return read(hadoop, mostBytes);
  }

  /** The same with the highest cap there is. */
  default Stream<SourceImage> read(Configuration hadoop) throws java.io.IOException {
    return read(hadoop, ImageDecoder.MOST_BYTES);
  }
}
