package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageContent;

/**
 * One image as its source holds it.
 *
 * @param key where it comes from, unique in its source, for example {@code 000001.jpg}
 * @param label its class, or the empty string where the source has none
 * @param content its encoded bytes, its pixels, or why neither could be had
 */
public record SourceImage(String key, String label, ImageContent content) {}
