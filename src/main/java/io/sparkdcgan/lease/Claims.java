package io.sparkdcgan.lease;

import java.util.List;
import java.util.Optional;

/**
 * Small objects of one folder, each written by one driver and read by all. A listing shows what was
 * put before it; an object that is being written may read as anything.
 */
interface Claims {
  List<String> names();

  /** What the object holds; empty if it is gone. */
  Optional<byte[]> find(String name);

  void put(String name, byte[] content);

  void delete(String name);
}
