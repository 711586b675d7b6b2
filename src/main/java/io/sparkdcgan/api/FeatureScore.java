package io.sparkdcgan.api;

/**
 * How far two sets of images are apart by what a network says of them. Lower is better.
 *
 * @param frechet the Frechet distance; only as many images compare
 * @param kernel the mean kernel distance of subsets, which may be below 0
 * @param kernelDeviation the deviation of the subsets' own; 0 where there is one subset
 */
public record FeatureScore(double frechet, double kernel, double kernelDeviation) {}
