package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.storage.CutOffPuts;
import io.sparkdcgan.storage.ObjectStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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
  void aPutThatIsCutOffAtAnyByteLeavesWhatWasThere(MiniHdfs hdfs, S3Server s3) throws Exception {
    CutOffPuts.leaveWhatWasThere(ObjectStore.at(hdfs.uri("/cut-off"), new Configuration()));
    CutOffPuts.leaveWhatWasThere(
        ObjectStore.at(s3.createBucket("cut-off") + "/run", s3.hadoopConfiguration()));
  }

  /** Replaced by a rename, an object is what it would have been, had it been written over. */
  @Test
  void anObjectOnHdfsHasThePermissionsAndReplicationOfANewFile(MiniHdfs hdfs) throws Exception {
    ObjectStore store = ObjectStore.at(hdfs.uri("/kept"), new Configuration());
    store.put("key", new byte[] {1});
    Path file = new Path(hdfs.uri("/kept/key"));
    FileStatus first = hdfs.fileSystem().getFileStatus(file);
    store.put("key", new byte[] {2, 3});
    FileStatus second = hdfs.fileSystem().getFileStatus(file);
    assertEquals(first.getPermission(), second.getPermission());
    assertEquals(first.getReplication(), second.getReplication());
    assertEquals(first.getOwner(), second.getOwner());
    assertEquals(2, second.getLen());
    assertEquals(1, hdfs.fileSystem().listStatus(file.getParent()).length);
    Path left = new Path(file.getParent(), ".key.0123456789abcdef.part");
    hdfs.fileSystem().create(left).close();
    assertEquals(List.of("key"), store.list(""));
    store.sweep(List.of(), List.of());
    assertEquals(1, hdfs.fileSystem().listStatus(file.getParent()).length);
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
