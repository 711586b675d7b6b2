package io.sparkdcgan.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** HDFS with one namenode and one datanode, in this JVM, open to every process of this machine. */
public final class MiniHdfs implements AutoCloseable {
  private final MiniDFSCluster hdfs;

  private MiniHdfs(MiniDFSCluster hdfs) {
    this.hdfs = hdfs;
  }

  /** Starts it on free ports, empty. */
  public static MiniHdfs start() throws IOException {
    Configuration configuration = new Configuration();
    Path folder = ServerProcess.folder("hdfs");
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    // Shards are small: several blocks to a file, as in earnest.
    configuration.setLong("dfs.blocksize", 1 << 20);
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    hdfs.waitActive();
    return new MiniHdfs(hdfs);
  }

  /** The URI of a path, for example {@code hdfs://localhost:40001/faces}. */
  public String uri(String path) {
    return "hdfs://localhost:" + hdfs.getNameNodePort() + path;
  }

  /** The file system as a client sees it. */
  public FileSystem fileSystem() throws IOException {
    return hdfs.getFileSystem();
  }

  @Override
  public void close() {
    hdfs.shutdown(true);
  }
}
