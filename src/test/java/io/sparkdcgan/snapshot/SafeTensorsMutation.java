package io.sparkdcgan.snapshot;

import io.sparkdcgan.random.RandomStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Spoils a safetensors file in one of the ways that disks, networks and attackers do. */
final class SafeTensorsMutation {
  private static final byte[] SYNTAX =
      "{}[]\",:-0123456789eE.tfn\\ \u0000".getBytes(StandardCharsets.US_ASCII);

  private SafeTensorsMutation() {}

  static byte[] of(byte[] sound, int headerEnd, RandomStream random) {
    byte[] file = sound.clone();
    switch (random.nextInt(7)) {
      case 0 -> file[random.nextInt(headerEnd)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> file[8 + random.nextInt(headerEnd - 8)] = SYNTAX[random.nextInt(SYNTAX.length)];
      case 2 -> file = Arrays.copyOf(file, random.nextInt(file.length));
      case 3 -> file = Arrays.copyOf(file, file.length + 1 + random.nextInt(100));
      case 4 -> file[random.nextInt(8)] = (byte) random.nextInt(256);
      case 5 -> swap(file, 8 + random.nextInt(headerEnd - 8), 8 + random.nextInt(headerEnd - 8));
      default -> {
        for (int flips = 0; flips < 20; flips++) {
          file[random.nextInt(headerEnd)] = (byte) random.nextInt(256);
        }
      }
    }
    return file;
  }

  private static void swap(byte[] file, int one, int other) {
    byte kept = file[one];
    file[one] = file[other];
    file[other] = kept;
  }
}
