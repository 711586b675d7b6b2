package io.sparkdcgan.picture;

/** What a source gives for a picture: a file to decode, or what decoding would give. */
public sealed interface ImageContent permits EncodedImage, DecodedImage {}
