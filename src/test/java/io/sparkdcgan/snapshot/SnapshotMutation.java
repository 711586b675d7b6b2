package io.sparkdcgan.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.storage.JsonTrick;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Spoils a snapshot as disks, networks and attackers do. An attacker recomputes what vouches for
 * the spoiled object, so that it reaches the reader behind the checksums.
 */
final class SnapshotMutation {
  private static final int LENGTH = SafeTensors.LENGTH_BYTES;
  private static final List<String> OBJECTS =
      List.of(SnapshotStore.MANIFEST, SnapshotStore.MARKER, "generator.zip");

  private final SnapshotBytes sound;
  private final RandomStream random;

  SnapshotMutation(SnapshotBytes sound, RandomStream random) {
    this.sound = sound;
    this.random = random;
  }

  SnapshotBytes spoiled() {
    int kind = random.nextInt(10);
    if (kind < 6) {
      return attacked(sound.with(SnapshotStore.STATE, state(sound.get(SnapshotStore.STATE))));
    }
    if (kind < 9) {
      String manifest = new String(sound.get(SnapshotStore.MANIFEST), UTF_8);
      byte[] edited = JsonTrick.onManifest(manifest, random).getBytes(UTF_8);
      return marked(
          sound.with(SnapshotStore.MANIFEST, random.nextInt(3) == 0 ? pieces(edited) : edited));
    }
    String object = OBJECTS.get(random.nextInt(OBJECTS.size()));
    return sound.with(object, pieces(sound.get(object)));
  }

  private SnapshotBytes attacked(SnapshotBytes spoiled) {
    return random.nextInt(5) == 0 ? spoiled : spoiled.sealed();
  }

  private SnapshotBytes marked(SnapshotBytes spoiled) {
    return random.nextInt(5) == 0 ? spoiled : spoiled.marked();
  }

  private byte[] state(byte[] file) {
    int headerEnd = headerEnd(file);
    return switch (random.nextInt(6)) {
      case 0 -> SafeTensorsMutation.of(file, headerEnd, random);
      case 1 -> pieces(file);
      case 2 -> {
        byte[] lying = file.clone();
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putLong(lie(file.length));
        yield lying;
      }
      default -> {
        String header = new String(file, LENGTH, headerEnd - LENGTH, UTF_8);
        int tricks = 1 + random.nextInt(2);
        for (int trick = 0; trick < tricks; trick++) {
          header = JsonTrick.onHeader(header, random);
        }
        yield withHeader(header.getBytes(UTF_8), Arrays.copyOfRange(file, headerEnd, file.length));
      }
    };
  }

  /** Flips a bit, cuts the end off, takes a piece out, doubles one, or exchanges two. */
  private byte[] pieces(byte[] file) {
    int one = random.nextInt(file.length);
    int length = 1 + random.nextInt(Math.max(1, (file.length - one) / 2));
    byte[] before = Arrays.copyOf(file, one);
    byte[] piece = Arrays.copyOfRange(file, one, one + length);
    byte[] after = Arrays.copyOfRange(file, one + length, file.length);
    return switch (random.nextInt(5)) {
      case 0 -> {
        piece[0] ^= (byte) (1 << random.nextInt(8));
        yield joined(before, piece, after);
      }
      case 1 -> before;
      case 2 -> joined(before, after);
      case 3 -> joined(before, piece, piece, after);
      default -> joined(after, piece, before);
    };
  }

  private long lie(int length) {
    long[] lies = {
      -1,
      0,
      1,
      length,
      length - LENGTH,
      length - 1,
      SafeTensors.MAX_HEADER_BYTES,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE + 1L,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      random.nextLong()
    };
    return lies[random.nextInt(lies.length)];
  }

  static int headerEnd(byte[] file) {
    return (int) (LENGTH + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }

  /** A file of this header, whatever it says, and these data. */
  static byte[] withHeader(byte[] header, byte[] data) {
    byte[] length =
        ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array();
    return joined(length, header, data);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteBuffer joined =
        ByteBuffer.allocate(Arrays.stream(pieces).mapToInt(piece -> piece.length).sum());
    Arrays.stream(pieces).forEach(joined::put);
    return joined.array();
  }
}
