/**
 * The two networks: what they look like, as plain DL4J configurations that are declared once and
 * read once, as {@link io.sparkdcgan.model.LayerSpec}s, and the state that training moves. Knows
 * DL4J and ND4J; knows neither images, files nor Spark.
 */
package io.sparkdcgan.model;
