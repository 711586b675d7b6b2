package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The storage of the integration tests does what Hadoop's clients expect of it. */
@ExtendWith(SharedServers.class)
final class StorageIT {
  @Test
  void aFileOnHdfsReadsAsItWasWritten(MiniHdfs hdfs) throws Exception {
    assertKeepsBytes(new Configuration(), new Path(hdfs.uri("/bytes/file")));
  }

  @Test
  void anObjectInS3ReadsAsItWasWritten(S3Server s3) throws Exception {
    Path object = new Path(s3.createBucket("bucket") + "/folder/object");
    assertKeepsBytes(s3.hadoopConfiguration(), object);
  }

  @Test
  void aRequestWithAWrongSecretIsDenied(S3Server s3) throws Exception {
    Path object = new Path(s3.createBucket("bucket") + "/object");
    Configuration wrong = s3.hadoopConfiguration();
    wrong.set("fs.s3a.secret.key", "another");
    try (FileSystem storage = FileSystem.newInstance(object.toUri(), wrong)) {
      assertThrows(AccessDeniedException.class, () -> storage.getFileStatus(object));
    }
  }

  private static void assertKeepsBytes(Configuration configuration, Path path) throws IOException {
    byte[] bytes = new byte[3 << 20];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) ((index * 31) >> 3);
    }
    URI uri = path.toUri();
    try (FileSystem storage = FileSystem.newInstance(uri, configuration)) {
      try (OutputStream output = storage.create(path)) {
        output.write(bytes);
      }
      assertEquals(bytes.length, storage.getFileStatus(path).getLen());
      try (InputStream input = storage.open(path)) {
        assertArrayEquals(bytes, input.readAllBytes());
      }
      assertEquals(1, storage.listStatus(path.getParent()).length);
      storage.delete(path, false);
      assertThrows(FileNotFoundException.class, () -> storage.getFileStatus(path));
    }
  }
}
