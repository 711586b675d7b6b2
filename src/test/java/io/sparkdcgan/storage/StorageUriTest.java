package io.sparkdcgan.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StorageUriTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http",
        "https",
        "ftp",
        "har",
        "jar",
        "wasb",
        "wasbs",
        "viewfs",
        "webhdfs",
        "swebhdfs",
        "s3",
        "s3n",
        "gs",
        "abfs",
        "local",
        "data",
        "S3A"
      })
  void noOtherSchemeIsOpened(String scheme) {
    String sentence = refused(scheme + "://place/path", new Configuration());
    assertTrue(sentence.contains("scheme " + scheme + ":"), sentence);
    assertTrue(sentence.contains("file:, hdfs:, s3a: and local paths"), sentence);
    assertTrue(sentence.contains("spark.hadoop.dcgan.storage.schemes=" + scheme), sentence);
    assertFalse(sentence.contains("place"), sentence);
  }

  /** Hadoop has these two without a cluster. */
  @ParameterizedTest
  @CsvSource({"viewfs, viewfs:/files/a", "har, har:/files/set.har/a"})
  void anOperatorAllowsMoreAndStillNoUser(String scheme, String uri) throws Exception {
    Files.writeString(folder.resolve("a"), "here");
    Configuration allowing = new Configuration();
    allowing.set(StorageUri.MORE_SCHEMES, "abfs, " + scheme);
    allowing.set("fs.viewfs.mounttable.default.link./files", folder.toUri().toString());
    if (scheme.equals("viewfs")) {
      assertEquals(uri, StorageUri.resolve(uri, allowing).toString());
    }
    String sentence = refused(scheme + "://name:PLANTED@place/a", allowing);
    assertFalse(sentence.contains("PLANTED"), sentence);
    assertTrue(refused("gs://bucket/a", allowing).contains("s3a:, abfs:, " + scheme + ":"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://AKIA:PLANTED@bucket/run",
        "s3a://AKIA:PLA/NTED/PLANTED@bucket/run",
        "s3a://AKIA:PLANTED%2Fx@bucket/run",
        "s3a://PLANTED@bucket/run",
        "hdfs://user:PLANTED@namenode:8020/run",
        "file://user:PLANTED@host/run",
        "s3a://bucket/run?X-Amz-Credential=PLANTED&X-Amz-Signature=PLANTED",
        "https://bucket.example/run?X-Amz-Signature=PLANTED",
        "https://store.example/run?sv=1&sig=PLANTED",
        "images.zip?AWSAccessKeyId=PLANTED&Signature=PLANTED"
      })
  void aCredentialInAUriIsRefusedAndNotRepeated(String uri) {
    String sentence = refused(uri, new Configuration());
    assertFalse(sentence.contains("PLANTED"), sentence);
    assertTrue(sentence.contains("docs/SECURITY.md"), sentence);
  }

  @Test
  void whatIsAllowedComesBackInFull() throws Exception {
    Configuration hadoop = new Configuration();
    String local = folder.resolve("a b#c").toString();
    assertEquals("file:" + local, StorageUri.resolve(local, hadoop).toString());
    assertEquals("file:" + local, StorageUri.resolve("file:" + local, hadoop).toString());
    assertEquals("file:" + local, StorageUri.resolve("file://" + local, hadoop).toString());
    assertEquals(
        "file:" + folder + "/p%20q?r", StorageUri.resolve(folder + "/p%20q?r", hadoop) + "");
    assertEquals("s3a://b/a b#c?d%", StorageUri.resolve("s3a://b/a b#c?d%", hadoop).toString());
    assertEquals("file:" + folder + "/ ~", StorageUri.resolve(folder + "/ ~", hadoop).toString());
    assertEquals(
        "hdfs://localhost:8020/a*/{b,c}?",
        StorageUri.resolve("hdfs://localhost:8020/a*/{b,c}?", hadoop).toString());
    assertEquals(
        "file:" + folder + "/x:y@z",
        StorageUri.resolve("file://" + folder + "/x:y@z", hadoop).toString());
  }

  @Test
  void onlyWhatWasResolvedIsTakenForIt() {
    assertEquals("hdfs://n/a", StorageUri.resolved("hdfs://n/a").toString());
    assertThrows(IllegalArgumentException.class, () -> StorageUri.resolved("a/b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "78 | hdfs:///run               | HADOOP_CONF_DIR",
        "78 | hdfs:/run                 | fs.defaultFS",
        "78 | hdfs://name_node:8020/run | name_node:8020 is no host:port",
        "78 | hdfs://n:x/run            | host[:port]",
        "78 | hdfs://n:70000/run        | at most 65535",
        "69 | hdfs://n.invalid/run      | there is no such host (n.invalid)",
        "78 | s3a://my_bucket/run       | my_bucket is no bucket's name",
        "78 | s3a://my.bucket.1/run     | my.bucket.1 is no bucket's name",
        "78 | s3a://b:80/run            | b:80 is no bucket's name",
        "78 | s3a://b c/run             | b c is no bucket's name",
        "78 | s3a:///run                | names no bucket",
        "78 | s3a:/run                  | names no bucket",
        "78 | s3://b/run                | write s3a:// instead of s3://",
        "78 | s3n://b/run               | write s3a:// instead of s3n://",
        "78 | S3A://b/run               | lower case: s3a:",
        "78 | gs://b/run                | the jar of gcs-connector",
        "78 | abfs://c@a/run            | the jar of hadoop-azure",
        "78 | file://host/run           | with three slashes",
        "78 | file:run                  | use hdfs:, s3a:, file:/ or a local path",
        "78 | ~                         | write the folder in full",
        "78 | ~/run                     | write the folder in full",
        "78 | ' hdfs://n/run'           | there are blanks around it",
        "78 | 's3a://b/run '            | there are blanks around it",
        "78 | ''                        | a URI must not be empty",
        "78 | '  '                      | a URI must not be empty",
        "64 | /etc/passwd/run           | /etc/passwd is a file",
      })
  void whatCannotBeOpenedIsSaidWithWhatToWrite(int code, String uri, String words) {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> ObjectStore.at(uri, new Configuration()).put("key", new byte[] {1}));
    assertEquals(code, failure.code().number(), failure.getMessage());
    assertTrue(failure.getMessage().contains(words), failure.getMessage());
  }

  /** They may be allowed, and are in no Hadoop. */
  @ParameterizedTest
  @CsvSource({"gs, gcs-connector", "abfs, hadoop-azure", "oss, hadoop-aliyun", "dav, connector"})
  void anAllowedSchemeWithoutItsFileSystemNamesTheJar(String scheme, String jar) {
    Configuration allowing = new Configuration();
    allowing.set(StorageUri.MORE_SCHEMES, scheme);
    String sentence = refused(scheme + "://place/run", allowing);
    assertTrue(sentence.contains("no file system for " + scheme + ": here"), sentence);
    assertTrue(sentence.contains(jar), sentence);
  }

  @Test
  void aClusterThatTheConfigurationNamesNeedsNoHost() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.defaultFS", "hdfs://localhost:8020");
    assertEquals("hdfs://localhost:8020/run", StorageUri.resolve("hdfs:///run", hadoop).toString());
  }

  private static String refused(String uri, Configuration hadoop) {
    Failure failure = assertThrows(Failure.class, () -> StorageUri.resolve(uri, hadoop));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    return failure.getMessage();
  }
}
