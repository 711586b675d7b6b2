package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;

/** Archives and an LMDB read where they lie on a real HDFS. */
@Tag("archives")
class ArchivesOnHdfsIT {
  @TempDir private java.nio.file.Path folder;
  private MiniDFSCluster cluster;
  private String root;

  @BeforeEach
  void start() throws IOException {
    Configuration hdfs = new Configuration();
    hdfs.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    // blocks so small that archives span several
    hdfs.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 16);
    hdfs.setLong("dfs.blocksize", 1 << 16);
    cluster = new MiniDFSCluster.Builder(hdfs).build();
    cluster.waitActive();
    root = cluster.getURI().toString();
  }

  @AfterEach
  void stop() {
    cluster.shutdown();
  }

  @Test
  void tarsAreReadInPlaceAndInPieces() throws IOException {
    Tars giant = new Tars();
    for (int image = 0; image < 40; image++) {
      giant.file(image + ".jpg", new byte[100_000]).file(image + ".cls", "c");
    }
    write("train.tar", new Tars().file("n01.tar", giant.closed()).closed());
    write("shards/0.tar", giant.closed());
    write("lfw.tgz", Tars.gzipped(giant.closed()));
    for (String source :
        List.of("imagenet:" + root + "/train.tar", "webdataset:" + root + "/shards/*.tar")) {
      List<String> whole = Given.lines(source, 1);
      assertEquals(40, whole.size());
      assertEquals(whole, Given.lines(source, 100));
    }
    assertEquals(40, Given.lines("faces:" + root + "/lfw.tgz", 4).size());
  }

  @Test
  void anLmdbIsReadWithoutACopyOfIt() throws IOException {
    java.nio.file.Path local = Files.createDirectories(folder.resolve("lmdb"));
    try (Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA).setMapSize(1L << 26).open(local.toFile())) {
      Dbi<byte[]> dbi = env.openDbi((String) null, DbiFlags.MDB_CREATE);
      for (int index = 0; index < 200; index++) {
        byte[] key = String.format(Locale.ROOT, "%040x", index).getBytes(StandardCharsets.UTF_8);
        dbi.put(key, "v".repeat(index * 100 + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    write("lmdb/data.mdb", Files.readAllBytes(local.resolve("data.mdb")));
    assertEquals(Given.lines("lsun:" + local, 1), Given.lines("lsun:" + root + "/lmdb", 5));
  }

  private void write(String name, byte[] content) throws IOException {
    FileSystem files = cluster.getFileSystem();
    try (OutputStream out = files.create(new Path(root + "/" + name))) {
      out.write(content);
    }
  }
}
