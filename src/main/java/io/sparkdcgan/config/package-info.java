/**
 * What a run is asked to do: records and nothing else that could act. The reader turns HOCON into
 * these records and names every mistake at once; from then on everyone trusts them. Only the reader
 * and what it is made of know the HOCON library; of Spark, ND4J and Hadoop nothing may enter.
 */
package io.sparkdcgan.config;
