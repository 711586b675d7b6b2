package io.sparkdcgan.spark;

import java.util.List;

/**
 * What the jobs of one room send across the network. Rooms above are found by Java's {@link
 * java.util.ServiceLoader}, so that {@link KryoTypes} knows all of them and imports none.
 */
public interface CrossingTypes {
  /** The classes; records are written by their components, others by their fields. */
  List<Class<?>> types();
}
