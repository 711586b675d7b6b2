package io.sparkdcgan.lease;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
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

  /**
   * The claims to a folder, in a folder of it.
   *
   * @param held what is claimed
   * @param folder the key of the claims' folder
   */
  record Stored(ObjectStore held, String folder) implements Claims {
    private static final int MAX_BYTES = 1 << 16;

    @Override
    public List<String> names() {
      return held.list(folder).stream().map(key -> key.substring(folder.length() + 1)).toList();
    }

    @Override
    public Optional<byte[]> find(String name) {
      return held.find(key(name), MAX_BYTES);
    }

    @Override
    public void put(String name, byte[] content) {
      try {
        held.put(key(name), content);
      } catch (Failure e) {
        if (e.code() != ExitCode.INPUT_MISSING && e.code() != ExitCode.IO) {
          throw e;
        }
        // Perhaps somebody who ended has just deleted the empty folder.
        held.put(key(name), content);
      }
    }

    @Override
    public void delete(String name) {
      // Claims are withdrawn by who ends, perhaps for the storage's sake.
      held.leaving().delete(key(name));
    }

    private String key(String name) {
      return folder + "/" + name;
    }
  }
}
