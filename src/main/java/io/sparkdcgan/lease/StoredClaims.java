package io.sparkdcgan.lease;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Optional;

/** The claims in a run's folder: {@code leases/NAME}. */
record StoredClaims(ObjectStore run) implements Claims {
  private static final String FOLDER = "leases/";
  private static final int MAX_BYTES = 1 << 16;

  @Override
  public List<String> names() {
    return run.list("leases").stream().map(key -> key.substring(FOLDER.length())).toList();
  }

  @Override
  public Optional<byte[]> find(String name) {
    try {
      return Optional.of(run.read(FOLDER + name, MAX_BYTES));
    } catch (Failure e) {
      if (e.code() == ExitCode.INPUT_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
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
