package io.sparkdcgan.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * An S3 server (s3proxy) in its own process that takes signed requests only. Needs the class path
 * that {@code mvn verify} copies to {@code target/s3proxy}.
 */
public final class S3Server implements AutoCloseable {
  private static final String ACCESS_KEY = "test-access-key";
  private static final String SECRET_KEY = "test-secret-key";

  private final Path folder;
  private final String endpoint;
  private final String secretKey;
  private final ServerProcess process;

  private S3Server(Path folder, String endpoint, String secretKey, ServerProcess process) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.secretKey = secretKey;
    this.process = process;
  }

  /** Starts it on a free port, without a bucket. */
  public static S3Server start() throws IOException, InterruptedException {
    return start(SECRET_KEY);
  }

  /** The same with another secret. */
  static S3Server start(String secretKey) throws IOException, InterruptedException {
    Path folder = ServerProcess.folder("s3");
    Path buckets = Files.createDirectory(folder.resolve("buckets"));
    String endpoint = "http://127.0.0.1:" + ServerProcess.freePort();
    Path properties = folder.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(endpoint, ACCESS_KEY, secretKey, buckets));
    ServerProcess process =
        ServerProcess.start(
            "s3proxy",
            folder.resolve("s3proxy.log"),
            Map.of(),
            List.of(
                ServerProcess.java(),
                "-Xmx256m",
                "-Dlogback.configurationFile=" + Path.of("src/it/s3proxy/logback.xml"),
                "-cp",
                Path.of("target", "s3proxy") + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString()));
    S3Server server = new S3Server(folder, endpoint, secretKey, process);
    try {
      process.await(server::answers);
      return server;
    } catch (InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * A new bucket and its URI, for example {@code s3a://runs}, or {@code s3a://runs-2} where the
   * name is taken.
   */
  public String createBucket(String name) throws IOException {
    String bucket = name;
    for (int number = 2; Files.exists(objects().resolve(bucket)); number++) {
      bucket = name + "-" + number;
    }
    Files.createDirectory(objects().resolve(bucket));
    return "s3a://" + bucket;
  }

  /** What Hadoop must be told to find the server; for Spark each with {@code spark.hadoop.}. */
  public SortedMap<String, String> hadoopProperties() {
    return new TreeMap<>(
        Map.of(
            "fs.s3a.endpoint", endpoint,
            "fs.s3a.endpoint.region", "us-east-1",
            "fs.s3a.path.style.access", "true",
            "fs.s3a.connection.ssl.enabled", "false",
            "fs.s3a.access.key", ACCESS_KEY,
            "fs.s3a.secret.key", secretKey,
            "fs.s3a.attempts.maximum", "2"));
  }

  /** The same as a file of Spark's properties that is its owner's alone. */
  public Path sparkProperties() throws IOException {
    return PrivateFile.properties(
        Files.createTempFile(folder, "spark", ".properties"), hadoopProperties(), "spark.hadoop.");
  }

  /** The folder that holds all objects, a folder for each bucket. */
  Path objects() {
    return folder.resolve("buckets");
  }

  /** The server's address, for example {@code http://127.0.0.1:8080}. */
  public URI endpoint() {
    return URI.create(endpoint);
  }

  /** Hadoop's configuration for a client in this JVM. */
  public Configuration hadoopConfiguration() {
    Configuration configuration = new Configuration();
    hadoopProperties().forEach(configuration::set);
    return configuration;
  }

  /** Whether it turns an unsigned request away, which is what it does first. */
  private boolean answers() throws IOException {
    HttpURLConnection request =
        (HttpURLConnection) URI.create(endpoint + "/").toURL().openConnection();
    return request.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
  }

  @Override
  public void close() {
    process.close();
  }
}
