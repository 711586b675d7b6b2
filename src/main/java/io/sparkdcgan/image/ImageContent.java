package io.sparkdcgan.image;

/** What a source gives for an image: a file to decode, or what decoding would give. */
public sealed interface ImageContent {
  /** What decoding an image comes to: its pixels, or why it is not used. */
  sealed interface DecodedImage extends ImageContent permits RgbImage, Reject {}

  /**
   * An image file's bytes, such as a JPEG.
   *
   * @param bytes the whole file; not copied, owned by this from now on
   */
  record EncodedImage(byte[] bytes) implements ImageContent {}
}
