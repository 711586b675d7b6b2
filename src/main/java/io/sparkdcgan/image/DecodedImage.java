package io.sparkdcgan.image;

/** What decoding an image comes to: its pixels, or why it is not used. */
public sealed interface DecodedImage extends ImageContent permits RgbImage, Reject {}
