/**
 * What a round needs of whatever computes its steps: the door between them, in plain arrays and the
 * networks' state. Each engine has a room of its own behind it; none is known here, and no array of
 * any library enters.
 */
package io.sparkdcgan.engine;
