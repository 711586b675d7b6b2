package io.sparkdcgan.preflight;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

/**
 * Whether a run's folder can be written to, read from and deleted in, by an object of a name that
 * nothing else has: whoever trains there is not disturbed.
 */
final class StorageProbe {
  private static final String NAME = "storage";
  private static final String NEEDED = "write, read and delete in %s";
  private static final int BYTES = 4096;

  private StorageProbe() {}

  /** What came of it; a refusal of the storage is a finding with its own exit code. */
  static Finding of(ObjectStore store) {
    String needed = NEEDED.formatted(store.uri());
    String key = "preflight-" + UUID.randomUUID() + ".probe";
    byte[] written = new byte[BYTES];
    new Random(BYTES).nextBytes(written);
    try {
      long begin = System.nanoTime();
      store.put(key, written);
      byte[] read = store.read(key, BYTES);
      store.delete(key);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      if (!Arrays.equals(written, read)) {
        return Finding.missing(
            NAME, needed, "an object that reads back as another", "take another --to", ExitCode.IO);
      }
      if (store.exists(key)) {
        return Finding.missing(
            NAME, needed, "a deleted object that is still there", "take another --to", ExitCode.IO);
      }
      return Finding.ok(NAME, needed, "done in %d ms".formatted(millis));
    } catch (Failure e) {
      return Finding.missing(
          NAME, needed, e.getMessage(), "see to it, or take another --to", e.code());
    }
  }
}
