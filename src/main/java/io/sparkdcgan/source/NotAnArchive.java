package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Says what a file is that was given as an archive and is none that is read. */
final class NotAnArchive {
  private static final int FIRST_BYTES = 40_000;

  /** A zip's last record and its longest comment. */
  private static final int END_BYTES = 22 + 65_535;

  private NotAnArchive() {}

  /**
   * @param named the source in full, to begin the sentence with
   * @param cause what the zip's reader said
   */
  static Failure failure(String named, Path file, Configuration hadoop, Exception cause)
      throws IOException {
    byte[] start;
    try (SeekableInput input = SeekableInput.open(file, hadoop, FIRST_BYTES)) {
      start = first(new SeekableInput.Range(input, 0, FIRST_BYTES));
    }
    return new Failure(ExitCode.DATA, named + " " + sentence(start, file, hadoop), cause);
  }

  private static String sentence(byte[] start, Path file, Configuration hadoop) throws IOException {
    if (start.length == 0) {
      return "has 0 bytes: copy it again";
    }
    if (isZero(start)) {
      return "holds nothing but zeros at its start: it is an empty tar, or was not copied whole";
    }
    Optional<Compression> compression = Compression.of(start);
    Optional<FileKind> kind = FileKind.ofAny(start);
    if (kind.equals(Optional.of(FileKind.ZIP))) {
      return "is no zip archive, or one that is cut off, since its end is missing: copy it again";
    }
    return "is no zip archive and no tar"
        + (compression.isPresent()
            ? packed(compression.get(), file, hadoop)
            : kind.map(known -> " (" + known.name() + "): " + known.sourceRemedy())
                .orElseGet(
                    () ->
                        ", or one that is cut off (its first bytes, "
                            + FileKind.firstBytes(start)
                            + ", are of no format that is known): copy it again"));
  }

  private static boolean isZero(byte[] start) {
    for (byte value : start) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static String packed(Compression compression, Path file, Configuration hadoop)
      throws IOException {
    String name = " (" + compression.label() + " file of ";
    try (SeekableInput input = SeekableInput.open(file, hadoop);
        InputStream unpacked =
            compression.unpack(
                new SeekableInput.Range(input, 0, Long.MAX_VALUE), file.toString())) {
      return FileKind.ofAny(first(unpacked))
          .map(inner -> name + "a single file, " + inner.name() + "): unpack it")
          .orElse(name + "something else): unpack it");
    } catch (IOException e) {
      return " (" + compression.label() + " file that is damaged or cut off): copy it again";
    }
  }

  /**
   * @throws Failure {@code DATA} if a zip archive is the last of several parts
   */
  static void requireUndivided(String named, Path zip, Configuration hadoop) throws IOException {
    try (SeekableInput input = SeekableInput.open(zip, hadoop, END_BYTES)) {
      long start = Math.max(0, input.size() - END_BYTES);
      byte[] end = first(new SeekableInput.Range(input, start, input.size()));
      for (int at = end.length - 22; at >= 0; at--) {
        if (end[at] == 'P' && end[at + 1] == 'K' && end[at + 2] == 5 && end[at + 3] == 6) {
          int part = (end[at + 4] & 0xFF) | (end[at + 5] & 0xFF) << 8;
          if (part > 0 && part < 0xFFFF) {
            throw new Failure(
                ExitCode.DATA,
                named
                    + " is the last of "
                    + (part + 1)
                    + " parts of a split zip archive: join them, such as by zip -s 0 FILE --out"
                    + " WHOLE");
          }
          return;
        }
      }
    }
  }

  private static byte[] first(InputStream in) throws IOException {
    return in.readNBytes(END_BYTES);
  }
}
