package io.sparkdcgan.config;

/**
 * What a run leaves behind, and how often.
 *
 * @param snapshotEvery rounds between snapshots; the last round always has one
 * @param gridEvery rounds between sample grids; the last round always has one
 * @param keep how many of the newest snapshots stay
 * @param keepEvery snapshots of rounds that this divides stay as well; 0 for none
 * @param gridRows rows, and columns, of a sample grid
 */
public record ArtifactConfig(
    int snapshotEvery, int gridEvery, int keep, int keepEvery, int gridRows) {}
