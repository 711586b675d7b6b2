/**
 * What {@code submit/dcgan} asks before it starts spark-submit: masters, options, properties,
 * secrets on the command line, folders and variables of the machine; and how a driver watches it.
 * It has to start in a moment and where no Spark is, so nothing but the Java library and {@code
 * failure} may enter.
 */
package io.sparkdcgan.launch;
