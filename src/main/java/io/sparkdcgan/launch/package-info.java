/**
 * What {@code submit/dcgan} asks before it becomes spark-submit: masters, properties, secrets on
 * the command line, variables of the environment. It has to start in a moment and where no Spark
 * is, so nothing but the Java library and {@code failure} may enter.
 */
package io.sparkdcgan.launch;
