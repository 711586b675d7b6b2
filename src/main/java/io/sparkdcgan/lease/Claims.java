package io.sparkdcgan.lease;

import io.sparkdcgan.storage.ObjectStore;
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

  /** The claims in a run's folder: {@code leases/NAME}. */
  record Stored(ObjectStore run) implements Claims {
    private static final String FOLDER = "leases/";
    private static final int MAX_BYTES = 1 << 16;

    @Override
    public List<String> names() {
      return run.list("leases").stream().map(key -> key.substring(FOLDER.length())).toList();
    }

    @Override
    public Optional<byte[]> find(String name) {
      return run.find(FOLDER + name, MAX_BYTES);
    }

    @Override
    public void put(String name, byte[] content) {
      run.put(FOLDER + name, content);
    }

    @Override
    public void delete(String name) {
      // Claims are withdrawn by who ends, perhaps for the storage's sake.
      run.leaving().delete(FOLDER + name);
    }
  }
}
