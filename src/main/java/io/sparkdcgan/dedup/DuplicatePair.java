package io.sparkdcgan.dedup;

import io.sparkdcgan.data.ImageRecord;

/**
 * Two images to look at.
 *
 * @param found what the list says of the first
 * @param removed the image that was removed
 * @param kept the one that was kept instead
 */
public record DuplicatePair(Duplicate found, ImageRecord removed, ImageRecord kept) {}
