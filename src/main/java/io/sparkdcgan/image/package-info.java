/**
 * One image, from a file's bytes to pixels of the wanted size: formats, codecs, colors,
 * orientation, cropping and scaling, and why a file is rejected. Knows image codecs; knows neither
 * where files come from nor where pixels go.
 */
package io.sparkdcgan.image;
