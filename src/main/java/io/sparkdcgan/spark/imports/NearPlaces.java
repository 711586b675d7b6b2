package io.sparkdcgan.spark.imports;

import io.sparkdcgan.spark.ShuffleKey;

/**
 * Two images whose codes are near. Crosses Spark.
 *
 * @param later in the order of the shuffle
 * @param earlier in the order of the shuffle
 * @param distance in how many units their codes differ
 */
public record NearPlaces(ShuffleKey later, ShuffleKey earlier, int distance) {}
