package io.sparkdcgan.snapshot;

import io.sparkdcgan.snapshot.TensorEntry.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a safetensors file says it holds (github.com/huggingface/safetensors, "Format"): an unsigned
 * 64-bit little-endian length, a JSON header of that many bytes, and the tensors' raw little-endian
 * bytes one after the other, without gaps. Opening one runs no code of the file's choosing.
 *
 * @param metadata free strings, in the file under {@code __metadata__}
 * @param tensors in the order of their bytes
 */
record SafeTensors(SortedMap<String, String> metadata, List<TensorEntry> tensors) {
  /** Bytes of the length that every file begins with. */
  static final int LENGTH_BYTES = 8;

  /** Headers beyond this are refused, as a defense. */
  static final int MAX_HEADER_BYTES = 16 << 20;

  static final String METADATA = "__metadata__";

  /** Bytes of all tensors. */
  long dataBytes() {
    return tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
  }

  /** Gathers the tensors of a file that is to be written, one behind the other. */
  static final class Plan {
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final List<TensorEntry> tensors = new ArrayList<>();
    private long end;

    Plan metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    Plan tensor(String name, ElementType type, List<Long> shape) {
      long begin = end;
      end = Math.addExact(begin, TensorEntry.bytes(type, shape));
      tensors.add(new TensorEntry(name, type, List.copyOf(shape), begin, end));
      return this;
    }

    SafeTensors done() {
      return new SafeTensors(metadata, List.copyOf(tensors));
    }
  }
}
