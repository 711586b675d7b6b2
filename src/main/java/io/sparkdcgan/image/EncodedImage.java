package io.sparkdcgan.image;

/** An image file's bytes, such as a JPEG. */
public final class EncodedImage implements ImageContent {
  private final byte[] bytes;

  /**
   * @param bytes the whole file; owned by this from now on
   */
  public EncodedImage(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The whole file; not copied. */
  public byte[] bytes() {
    return bytes;
  }
}
