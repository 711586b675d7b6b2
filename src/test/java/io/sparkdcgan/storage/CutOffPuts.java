package io.sparkdcgan.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Puts whose writer fails after each of its bytes, with each kind of exception, where an object
 * stands and where none does. Every one of them must leave just that.
 */
public final class CutOffPuts {
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {9, 8, 7, 6, 5};

  private CutOffPuts() {}

  /** Puts into a folder that is empty, and must hold what it held after each put. */
  public static void leaveWhatWasThere(ObjectStore store) {
    for (int bytes = 0; bytes <= NEW.length; bytes++) {
      for (Throwable fault :
          List.of(
              new IOException("of the writer"),
              new IllegalStateException("of the program"),
              new OutOfMemoryError("of the machine"))) {
        String key = "new/after-" + bytes;
        ObjectStore.Content cut = cut(bytes, fault);
        assertThrows(Throwable.class, () -> store.put(key, cut));
        assertEquals(List.of(), store.list(""), "after " + bytes + " bytes and " + fault);
      }
    }
    store.put("old/key", OLD);
    for (int bytes = 0; bytes <= NEW.length; bytes++) {
      ObjectStore.Content cut = cut(bytes, new IOException("it broke"));
      assertThrows(Throwable.class, () -> store.put("old/key", cut));
      assertArrayEquals(OLD, store.read("old/key", 10), "after " + bytes + " bytes");
      assertEquals(List.of("old/key"), store.list(""));
    }
    store.put("old/key", NEW);
    assertArrayEquals(NEW, store.read("old/key", 10));
    store.delete("old");
  }

  private static ObjectStore.Content cut(int bytes, Throwable fault) {
    return out -> {
      write(out, bytes);
      if (fault instanceof IOException e) {
        throw e;
      }
      if (fault instanceof Error e) {
        throw e;
      }
      throw (RuntimeException) fault;
    };
  }

  private static void write(OutputStream out, int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.write(NEW[i]);
      // What stays in a buffer is not cut off by the storage.
      out.flush();
    }
  }
}
