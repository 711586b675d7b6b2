package io.sparkdcgan.api;

import io.sparkdcgan.explore.ObjectRegion.ObjectBox;
import io.sparkdcgan.explore.TurnFigure.Turn;
import io.sparkdcgan.explore.VectorSum;
import java.util.List;

/**
 * What a user picked by eye; what is empty is chosen automatically.
 *
 * @param sums arithmetic of groups of drawn images
 * @param turns directions between groups of drawn images
 * @param boxes around what is to be forgotten
 */
record PickedImages(List<VectorSum> sums, List<Turn> turns, List<ObjectBox> boxes) {}
