/**
 * What a run is asked to do: records and nothing else that could act. The reader turns HOCON into
 * these records and names every mistake at once; from then on everyone trusts them. Nothing of
 * Spark, ND4J or Hadoop may enter.
 */
package io.sparkdcgan.config;
