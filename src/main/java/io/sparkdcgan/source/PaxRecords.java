package io.sparkdcgan.source;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The records of a POSIX extended header: lines {@code LENGTH KEY=VALUE}. */
final class PaxRecords {
  private PaxRecords() {}

  /**
   * Keys and values; of one key the last value counts.
   *
   * @return empty if the bytes are no such records
   */
  static Optional<Map<String, String>> parse(byte[] bytes) {
    Map<String, String> records = new HashMap<>();
    int at = 0;
    while (at < bytes.length && bytes[at] != 0) {
      int length = 0;
      int digit = at;
      while (digit < bytes.length && bytes[digit] >= '0' && bytes[digit] <= '9') {
        length = 10 * length + bytes[digit++] - '0';
        if (length > bytes.length) {
          return Optional.empty();
        }
      }
      int end = at + length;
      if (digit == at || end > bytes.length || end <= digit + 1 || bytes[digit] != ' ') {
        return Optional.empty();
      }
      String record = new String(bytes, digit + 1, end - digit - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 1 || bytes[end - 1] != '\n') {
        return Optional.empty();
      }
      records.put(record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
    return Optional.of(records);
  }
}
