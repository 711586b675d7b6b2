package io.sparkdcgan.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.shaded.org.apache.kerby.kerberos.kerb.server.KdcConfigKey;
import org.apache.hadoop.shaded.org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/**
 * A Kerberos server and an HDFS that takes nobody without a ticket, in a process of their own:
 * Hadoop decides once for a JVM whether there is Kerberos. Names are checked, and what is said and
 * sent is encrypted, as in earnest.
 */
public final class KerberizedHdfs implements AutoCloseable {
  static final String REALM = "EXAMPLE.COM";
  private static final String HOST = "localhost";
  private static final String SERVICE = "hdfs/" + HOST;
  private static final String READY = "ready";
  private static final String STORE_PASSWORD = "test-store-password";

  private final Path folder;
  private final ServerProcess process;

  private KerberizedHdfs(Path folder, ServerProcess process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts both, empty, with a user {@code dcgan}.
   *
   * @param ticketSeconds for how long a ticket is good
   */
  static KerberizedHdfs start(int ticketSeconds) throws IOException, InterruptedException {
    Path folder = ServerProcess.folder("kerberos");
    makeStores(folder);
    ServerProcess process =
        ServerProcess.start(
            "kerberized HDFS",
            folder.resolve("hdfs.log"),
            Map.of(),
            List.of(
                ServerProcess.java(),
                "-Xmx512m",
                "-cp",
                folder.resolve("server") + ":" + System.getProperty("java.class.path"),
                KerberizedHdfs.class.getName(),
                folder.toString(),
                String.valueOf(ticketSeconds)));
    KerberizedHdfs hdfs = new KerberizedHdfs(folder, process);
    try {
      process.await(() -> Files.exists(folder.resolve(READY)));
      return hdfs;
    } catch (InterruptedException | RuntimeException e) {
      hdfs.close();
      throw e;
    }
  }

  /** The URI of a path. */
  String uri(String path) throws IOException {
    return "hdfs://" + HOST + ":" + Files.readString(folder.resolve(READY)) + path;
  }

  /** Where clients read Hadoop's own files: {@code HADOOP_CONF_DIR}. */
  Path clientFiles() {
    return folder.resolve("client");
  }

  /** What every JVM must be told to find the Kerberos server. */
  String javaOption() {
    return "-Djava.security.krb5.conf=" + folder.resolve("krb5.conf");
  }

  /** The key of the user {@code dcgan}. */
  Path keytab() {
    return folder.resolve("dcgan.keytab");
  }

  @Override
  public void close() {
    process.close();
  }

  /**
   * The process.
   *
   * @param args the folder, and for how many seconds a ticket is good
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path servers = folder.resolve("servers.keytab");
    SimpleKdcServer kdc = new SimpleKdcServer();
    kdc.setWorkDir(folder.toFile());
    kdc.setKdcHost(HOST);
    kdc.setKdcRealm(REALM);
    kdc.setAllowUdp(false);
    kdc.setKdcTcpPort(ServerProcess.freePort());
    kdc.getKdcConfig().setLong(KdcConfigKey.MAXIMUM_TICKET_LIFETIME, Long.parseLong(args[1]));
    kdc.init();
    kdc.start();
    System.setProperty("java.security.krb5.conf", folder.resolve("krb5.conf").toString());
    kdc.createAndExportPrincipals(servers.toFile(), SERVICE, "HTTP/" + HOST);
    kdc.createAndExportPrincipals(folder.resolve("dcgan.keytab").toFile(), "dcgan");

    Configuration configuration = new Configuration();
    shared().forEach(configuration::set);
    for (String daemon : List.of("namenode", "datanode")) {
      configuration.set("dfs." + daemon + ".keytab.file", servers.toString());
      configuration.set("dfs." + daemon + ".https-address", HOST + ":0");
    }
    configuration.set("dfs.datanode.https.address", HOST + ":0");
    configuration.set("dfs.web.authentication.kerberos.principal", "HTTP/" + HOST + "@" + REALM);
    configuration.set("dfs.web.authentication.kerberos.keytab", servers.toString());
    configuration.set("dfs.block.access.token.enable", "true");
    configuration.set("dfs.http.policy", "HTTPS_ONLY");
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("data").toString());
    UserGroupInformation.setConfiguration(configuration);
    UserGroupInformation.loginUserFromKeytab(SERVICE + "@" + REALM, servers.toString());
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    hdfs.waitActive();
    FileSystem files = hdfs.getFileSystem();
    files.setPermission(new org.apache.hadoop.fs.Path("/"), new FsPermission("777"));
    PrivateFile.xml(folder.resolve("client/core-site.xml"), client());
    Files.writeString(folder.resolve("port"), String.valueOf(hdfs.getNameNodePort()));
    Files.move(folder.resolve("port"), folder.resolve(READY));
    Thread.currentThread().join();
  }

  /** What servers and clients agree on. */
  private static Map<String, String> shared() {
    Map<String, String> shared = new LinkedHashMap<>();
    shared.put("hadoop.security.authentication", "kerberos");
    shared.put("hadoop.security.authorization", "true");
    shared.put("hadoop.rpc.protection", "privacy");
    shared.put("dfs.data.transfer.protection", "privacy");
    shared.put("dfs.namenode.kerberos.principal", SERVICE + "@" + REALM);
    shared.put("dfs.datanode.kerberos.principal", SERVICE + "@" + REALM);
    return shared;
  }

  /** Tickets are looked at often, and asked for anew by every connection. */
  private static Map<String, String> client() {
    Map<String, String> client = shared();
    client.put("hadoop.kerberos.min.seconds.before.relogin", "1");
    client.put("ipc.client.connection.maxidletime", "500");
    return client;
  }

  /** HDFS wants TLS for its pages where it checks names. */
  private static void makeStores(Path folder) throws IOException, InterruptedException {
    Path server = Files.createDirectory(folder.resolve("server"));
    Path store = server.resolve("keys.p12");
    List<String> keytool =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "hdfs",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + HOST,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD));
    int code =
        new ProcessBuilder(keytool)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("no key store, see " + folder);
    }
    for (String side : List.of("server", "client")) {
      Map<String, String> properties = new LinkedHashMap<>();
      for (String kind : List.of("keystore", "truststore")) {
        String prefix = "ssl." + side + "." + kind + ".";
        properties.put(prefix + "location", store.toString());
        properties.put(prefix + "type", "PKCS12");
        properties.put(prefix + "password", STORE_PASSWORD);
      }
      properties.put("ssl." + side + ".keystore.keypassword", STORE_PASSWORD);
      PrivateFile.xml(server.resolve("ssl-" + side + ".xml"), properties);
    }
  }
}
