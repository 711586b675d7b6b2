package io.sparkdcgan.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * YARN with one ResourceManager and one NodeManager in this JVM, whose containers are processes of
 * their own, as everywhere, and are killed for the memory that they take. Its default file system
 * is an HDFS that stays the caller's.
 */
final class MiniYarn implements AutoCloseable {
  private static final int MEMORY_MB = 8192;
  private static final int CORES = 16;

  /** What it leaves a container between SIGTERM and SIGKILL: more than a driver's 25 seconds. */
  private static final int GRACE_MS = 30_000;

  private final MiniYARNCluster yarn;
  private final Path folder;

  private MiniYarn(MiniYARNCluster yarn, Path folder) {
    this.yarn = yarn;
    this.folder = folder;
  }

  /** Starts it and waits for its NodeManager. */
  static MiniYarn start(MiniHdfs hdfs) throws IOException, InterruptedException, YarnException {
    Path folder = ServerProcess.folder("yarn");
    // It has its files below target/, in a folder of its name, which it empties first.
    MiniYARNCluster yarn = new MiniYARNCluster(folder.getFileName().toString(), 1, 1, 1);
    MiniYarn started = new MiniYarn(yarn, folder);
    try {
      yarn.init(configuration(hdfs));
      yarn.start();
      if (!yarn.waitForNodeManagersToConnect(60_000)) {
        throw new IllegalStateException("no NodeManager has come, see " + folder);
      }
      started.writeClientFiles();
      return started;
    } catch (IOException | InterruptedException | YarnException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private static Configuration configuration(MiniHdfs hdfs) {
    Configuration yarn = new YarnConfiguration();
    yarn.set("fs.defaultFS", hdfs.uri(""));
    yarn.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", MEMORY_MB);
    yarn.setInt("yarn.nodemanager.resource.cpu-vcores", CORES);
    yarn.setInt("yarn.scheduler.maximum-allocation-mb", MEMORY_MB);
    // Containers are rounded up to a multiple of this; a gigabyte by default would hide what a
    // test of memory is about.
    yarn.setInt("yarn.scheduler.minimum-allocation-mb", 16);
    yarn.set("yarn.scheduler.capacity.root.queues", "default");
    yarn.set("yarn.scheduler.capacity.root.default.capacity", "100");
    // By default a tenth of a queue may be application masters, which cluster mode's drivers are.
    yarn.setFloat("yarn.scheduler.capacity.maximum-am-resource-percent", 0.9f);
    // MiniYARNCluster watches no container unless told to. Physical memory as in production, but
    // looked at four times a second instead of every three.
    yarn.setBoolean("yarn.minicluster.control-resource-monitoring", true);
    yarn.setBoolean("yarn.nodemanager.pmem-check-enabled", true);
    yarn.setLong("yarn.nodemanager.resource-monitor.interval-ms", 250);
    // By default YARN leaves that to control groups, whether they are used or not (YARN-11967): a
    // container of 576 MB took 893 and was left alone.
    yarn.setBoolean("yarn.nodemanager.resource.memory.enforced", false);
    // Not the addresses a process has reserved, as on EMR and in CDP: Java reserves more than twice
    // of what a small container has, and takes a fraction of it. See docs/OPERATIONS.md.
    yarn.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    yarn.setLong("yarn.nodemanager.sleep-delay-before-sigkill.ms", GRACE_MS);
    // A disk that is 90 % full makes a node unhealthy, and the test's machine is not ours alone.
    yarn.setBoolean("yarn.nodemanager.disk-health-checker.enable", false);
    return yarn;
  }

  /** What a client's process needs: where YARN and HDFS are. */
  Map<String, String> environment() {
    return Map.of("HADOOP_CONF_DIR", folder.toString());
  }

  /** As {@code yarn application -kill}. */
  void kill(String application) throws IOException, YarnException {
    try (YarnClient client = YarnClient.createYarnClient()) {
      client.init(yarn.getConfig());
      client.start();
      client.killApplication(ApplicationId.fromString(application));
    }
  }

  private void writeClientFiles() throws IOException {
    for (String file : List.of("core-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
        yarn.getConfig().writeXml(out);
      }
    }
  }

  /** Containers that are left go with the NodeManager. */
  @Override
  public void close() {
    yarn.stop();
  }
}
