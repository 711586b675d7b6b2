package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.FileKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Says what was given for CIFAR-10's binary version and is another of CIFAR's downloads. */
final class OtherCifar {
  private static final int RECORD_OF_A_HUNDRED = 3074;
  private static final String REMEDY =
      ": get its binary version, cifar-10-binary.tar.gz, and unpack it";

  private OtherCifar() {}

  /** What a folder is that lacks a batch. */
  static Failure folder(Path folder, Path batch, FileSystem files, FileNotFoundException cause)
      throws IOException {
    if (files.exists(new Path(folder, "data_batch_1"))
        || files.exists(new Path(folder, "cifar-10-batches-py"))) {
      return other(folder + " is CIFAR-10's Python version, which is not read" + REMEDY);
    }
    boolean hundred =
        files.exists(new Path(folder, "train.bin"))
            || files.exists(new Path(folder, "train"))
            || files.exists(new Path(folder, "cifar-100-binary"))
            || files.exists(new Path(folder, "cifar-100-python"));
    if (hundred) {
      return other(folder + " is CIFAR-100, and CIFAR-10 is what is read" + REMEDY);
    }
    return new Failure(
        ExitCode.INPUT_MISSING,
        batch
            + " does not exist: give the folder with all five batches of CIFAR-10's binary version"
            + " and batches.meta.txt, or one of its batches",
        cause);
  }

  /** What a file is whose length is not that of a batch. */
  static Failure file(Path file, long bytes, int recordBytes, Configuration hadoop)
      throws IOException {
    byte[] start;
    try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
      start = in.readNBytes(512);
    }
    if (bytes > 0 && bytes % RECORD_OF_A_HUNDRED == 0) {
      return other(file + " has records of CIFAR-100, and CIFAR-10 is what is read" + REMEDY);
    }
    Optional<FileKind> kind = FileKind.ofAny(start);
    if (start.length > 0 && (start[0] & 0xFF) == 0x80) {
      return other(file + " is of CIFAR-10's Python version, which is not read" + REMEDY);
    }
    if (kind.isPresent()) {
      return other(
          file
              + " is no batch of CIFAR-10 ("
              + kind.get().name()
              + "): give the folder that its binary version unpacks to");
    }
    return other(
        String.format(
            Locale.ROOT,
            "%s has %d bytes, but a batch of CIFAR-10 has records of %d: it is cut off or"
                + " something else, so unpack the binary version again",
            file,
            bytes,
            recordBytes));
  }

  private static Failure other(String sentence) {
    return new Failure(ExitCode.DATA, sentence);
  }
}
