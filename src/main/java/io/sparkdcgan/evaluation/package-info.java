/**
 * What a generator's images look like and how good they are: sample grids and scores. Pixels as
 * plain arrays come in, and a feature model as its bytes; PNG bytes and numbers go out; neither
 * files nor Spark may enter.
 */
package io.sparkdcgan.evaluation;
