/**
 * Data sets as people have them: LMDB, tars, zips, folders, CIFAR-10's batches and drawn toy faces,
 * each cut into parts that tasks read image by image. Reads bytes and believes none of them;
 * decodes nothing.
 */
package io.sparkdcgan.source;
