package io.sparkdcgan.image;

/** What a source gives for an image: a file to decode, or what decoding would give. */
public sealed interface ImageContent permits EncodedImage, DecodedImage {}
