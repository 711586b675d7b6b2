package io.sparkdcgan.round;

import io.sparkdcgan.data.ImageBlock;

/**
 * What a batch takes from one shard.
 *
 * @param block the shard
 * @param span which of its pictures
 */
record BatchPart(ImageBlock block, PictureSpan span) {}
