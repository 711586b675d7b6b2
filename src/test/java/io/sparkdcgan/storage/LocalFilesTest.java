package io.sparkdcgan.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Verdict;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a local file cannot be read for; that the system refuses one is in DeniedFilesIT. */
final class LocalFilesTest {
  @TempDir private java.nio.file.Path folder;

  /** As Java's streams say it where the system's messages are German. */
  private static FileNotFoundException german() {
    return new FileNotFoundException("/a/b (Keine Berechtigung)");
  }

  @Test
  void theExceptionsClassDecidesAndNoMessage() {
    AccessDeniedException denied = new AccessDeniedException("/a/b");
    assertEquals(ExitCode.PERMISSION, code(denied));
    assertEquals(ExitCode.IO, code(new FileSystemException("/a/b", null, "zu viele Dateien")));
    assertEquals(ExitCode.INPUT_MISSING, code(new NoSuchFileException("/a/b")));
    FileNotFoundException found = german();
    assertSame(found, LocalFiles.reason(folder, file -> {}, found));
  }

  private ExitCode code(IOException second) {
    IOException reason =
        LocalFiles.reason(
            folder,
            file -> {
              throw second;
            },
            german());
    assertEquals(Verdict.of(reason).code(), StorageFailure.of("read", "file:/a/b", reason).code());
    return Verdict.of(reason).code();
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    FileSystem files = files();
    Files.writeString(folder.resolve("file"), "");
    for (String missing : new String[] {"none", "none/below", "file/below"}) {
      Path path = new Path(folder.resolve(missing).toString());
      assertThrows(FileNotFoundException.class, () -> files.open(path));
      assertThrows(FileNotFoundException.class, () -> files.getFileStatus(path));
      assertThrows(FileNotFoundException.class, () -> files.listStatus(path));
    }
    Files.createSymbolicLink(folder.resolve("circle"), folder.resolve("circle"));
    Path circle = new Path(folder.resolve("circle").toString());
    assertThrows(FileNotFoundException.class, () -> files.getFileStatus(circle));
  }

  @Test
  void aFolderIsNoFile() throws Exception {
    FileSystem files = files();
    Path path = new Path(folder.toString());
    IOException opened = assertThrows(IOException.class, () -> files.open(path));
    assertInstanceOf(FileSystemException.class, opened);
    assertEquals(folder + ": it is a folder", opened.getMessage());
    Exception named =
        assertThrows(Exception.class, () -> PlainFiles.open(path, new Configuration()));
    assertEquals(ExitCode.USAGE, Verdict.of(named).code());
  }

  @Test
  void aThreadThatIsAskedToStopStillWrites() throws Exception {
    Path file = new Path(folder.resolve("saved").toString());
    Thread.currentThread().interrupt();
    try {
      PlainFiles.write(file, new byte[] {1, 2}, new Configuration());
    } finally {
      Thread.interrupted();
    }
    assertEquals(2, Files.size(folder.resolve("saved")));
    IOException onFolder =
        assertThrows(IOException.class, () -> LocalFiles.created(folder.toAbsolutePath()));
    assertEquals(ExitCode.IO, Verdict.of(onFolder).code());
  }

  private FileSystem files() throws IOException {
    FileSystem files = PlainFiles.of(new Path(folder.toString()), new Configuration());
    assertInstanceOf(LocalFiles.class, files);
    return files;
  }
}
