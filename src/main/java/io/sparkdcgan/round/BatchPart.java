package io.sparkdcgan.round;

import io.sparkdcgan.data.ImageBlock;

/**
 * What a batch takes from one shard.
 *
 * @param block the shard
 * @param span which of its images
 */
record BatchPart(ImageBlock block, ImageSpan span) {}
