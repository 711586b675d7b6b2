/**
 * The figures of Radford et al. 2015, section 6, for a trained run: walks, arithmetic of latents,
 * filters, dropped feature maps and nearest neighbors, each drawn as a PNG with its numbers and
 * what they say, and the page that shows them all. Pixels and latents as plain arrays come in;
 * where images are drawn and searched is not known here, and neither ND4J nor Spark may enter.
 */
package io.sparkdcgan.explore;
