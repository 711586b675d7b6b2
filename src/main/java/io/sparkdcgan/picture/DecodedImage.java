package io.sparkdcgan.picture;

/** What decoding a picture comes to: its pixels, or why it is not used. */
public sealed interface DecodedImage extends ImageContent permits RgbImage, Reject {}
