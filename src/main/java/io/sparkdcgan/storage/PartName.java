package io.sparkdcgan.storage;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The name of a file that is not whole yet, {@code .NAME.0123456789abcdef.part} beside the one that
 * it is to become. Hidden, so that other readers of folders pass over it; never an object's.
 */
final class PartName {
  private static final Pattern PART = Pattern.compile("\\..+\\.[0-9a-f]{16}\\.part");

  /** File systems allow 255 bytes, and a character takes up to four. */
  private static final int LONGEST = 50;

  private PartName() {}

  /** A new one for a file of this name; nobody else has it. */
  static String of(String name) {
    String begin = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    return String.format(
        Locale.ROOT, ".%s.%016x.part", begin, ThreadLocalRandom.current().nextLong());
  }

  /** Whether a file of this name is one. */
  static boolean is(String name) {
    return PART.matcher(name).matches();
  }
}
