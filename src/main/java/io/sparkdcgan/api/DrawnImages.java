package io.sparkdcgan.api;

/**
 * Images that were drawn.
 *
 * @param folder in full
 * @param images how many there are
 * @param grid URI of the sheet with the first of them
 * @param round completed rounds of the snapshot that drew them
 */
public record DrawnImages(String folder, int images, String grid, long round) {}
