package io.sparkdcgan.image;

import java.io.IOException;

/** Decodes files of one format. */
interface ImageCodec {
  /**
   * The first frame as 8-bit RGB, as it lies in the file (not turned yet).
   *
   * @param file all of its bytes; not changed
   * @throws IOException or whatever the codec meets damaged bytes with
   */
  DecodedImage decode(byte[] file) throws IOException;
}
