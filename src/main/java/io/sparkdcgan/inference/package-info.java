/**
 * What trained networks are used for: drawing, judging, calibrating, and looking into their layers.
 * Everything here runs a network forward by its running statistics, or back to its input, and moves
 * no parameter. Arrays come and go as plain floats. Training does not enter.
 */
package io.sparkdcgan.inference;
