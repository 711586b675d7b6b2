package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.RecipeSource;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** What HDFS and S3 refuse ends with the code that says whether a retry helps. */
@ExtendWith(SharedServers.class)
final class RefusedStorageIT {
  @Test
  void whatHdfsRefusesIsCode77(MiniHdfs hdfs) throws Exception {
    Configuration hadoop = new Configuration();
    String place = hdfs.uri("/refused");
    ObjectStore store = ObjectStore.at(place, hadoop);
    for (String key : List.of("run.json", "_manifest.json", "recipe.conf")) {
      store.put(key, new byte[] {'{', '}'});
    }
    FileSystem files = new Path(place).getFileSystem(hadoop);
    UserGroupInformation somebody = UserGroupInformation.createRemoteUser("somebody");
    for (String refused : List.of("", "/run.json", "/_manifest.json", "/recipe.conf")) {
      FsPermission before = files.getFileStatus(new Path(place + refused)).getPermission();
      files.setPermission(new Path(place + refused), new FsPermission((short) 0700));
      somebody.doAs(
          (PrivilegedExceptionAction<Void>)
              () -> {
                if (List.of("", "/run.json").contains(refused)) {
                  assertCode(
                      ExitCode.PERMISSION,
                      () -> ObjectStore.at(place, hadoop).find("run.json", 100));
                }
                if (List.of("", "/_manifest.json").contains(refused)) {
                  assertCode(ExitCode.PERMISSION, () -> ShardManifest.read(place, hadoop));
                }
                if (List.of("", "/recipe.conf").contains(refused)) {
                  assertCode(
                      ExitCode.PERMISSION, () -> RecipeSource.read(place + "/recipe.conf", hadoop));
                }
                assertCode(
                    ExitCode.PERMISSION,
                    () -> ObjectStore.at(place, hadoop).put("new", new byte[] {1}));
                return null;
              });
      files.setPermission(new Path(place + refused), before);
    }
    files.setPermission(new Path(place), new FsPermission((short) 0700));
    somebody.doAs(
        (PrivilegedExceptionAction<Void>)
            () -> {
              for (String kind : List.of("folder:", "faces:", "lsun:", "imagenet:", "cifar10:")) {
                assertCode(
                    ExitCode.PERMISSION,
                    () -> ImageSources.open(kind + place + "/images", 16, 1, hadoop));
              }
              return null;
            });
  }

  @Test
  void aFileOnHdfsIsNoFolderAndTheDefaultNamenodeIsKnown(MiniHdfs hdfs) throws Exception {
    Configuration hadoop = new Configuration();
    ObjectStore.at(hdfs.uri("/kinds"), hadoop).put("file", new byte[] {1});
    ObjectStore below = ObjectStore.at(hdfs.uri("/kinds/file"), hadoop);
    assertCode(ExitCode.USAGE, () -> below.put("key", new byte[] {1}));
    assertCode(ExitCode.USAGE, () -> RecipeSource.read(hdfs.uri("/kinds"), hadoop));
    Configuration whole = new Configuration();
    whole.set("fs.defaultFS", hdfs.uri("/"));
    assertEquals(
        1, ObjectStore.at("hdfs:///kinds", whole).read("file", 10)[0], "by the default namenode");
  }

  @Test
  void whatS3RefusesIsCode77AndAMissingBucketCode66(S3Server s3) throws Exception {
    String bucket = s3.createBucket("refused");
    Configuration wrong = s3.hadoopConfiguration();
    wrong.set("fs.s3a.secret.key", "another");
    wrong.setBoolean("fs.s3a.impl.disable.cache", true);
    Configuration right = s3.hadoopConfiguration();
    right.setBoolean("fs.s3a.impl.disable.cache", true);
    String missing = "s3a://no-such-bucket";
    for (boolean denied : new boolean[] {true, false}) {
      String place = (denied ? bucket : missing) + "/run";
      Configuration hadoop = denied ? wrong : right;
      ExitCode code = denied ? ExitCode.PERMISSION : ExitCode.INPUT_MISSING;
      assertCode(code, () -> ObjectStore.at(place, hadoop).find("run.json", 100));
      assertCode(code, () -> ObjectStore.at(place, hadoop).put("key", new byte[] {1}));
      assertCode(code, () -> ObjectStore.at(place, hadoop).list(""));
      assertCode(code, () -> ShardManifest.read(place, hadoop));
      assertCode(code, () -> RecipeSource.read(place + "/recipe.conf", hadoop));
      assertCode(code, () -> ImageSources.open("folder:" + place, 16, 1, hadoop));
    }
  }

  private static void assertCode(ExitCode code, Executable doing) {
    Exception thrown = assertThrows(Exception.class, doing);
    Verdict verdict = Verdict.of(thrown);
    assertEquals(code, verdict.code(), () -> verdict.sentence() + ", from " + thrown);
    assertTrue(verdict.sentence().lines().count() == 1, verdict.sentence());
  }
}
