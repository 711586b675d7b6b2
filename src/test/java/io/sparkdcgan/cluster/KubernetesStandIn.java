package io.sparkdcgan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes what Spark sends a Kubernetes API server, in a process of its own. A stand-in: it checks
 * nothing, and no pod ever runs. Needs the class path that {@code mvn verify} copies to {@code
 * target/kubernetes}, and Spark's distribution.
 */
final class KubernetesStandIn implements AutoCloseable {
  private final String url;
  private final ServerProcess process;

  private KubernetesStandIn(String url, ServerProcess process) {
    this.url = url;
    this.process = process;
  }

  static KubernetesStandIn start(Path sparkHome) throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.start(
            "kubernetes",
            ServerProcess.folder("kubernetes").resolve("server.log"),
            Map.of(),
            List.of(
                ServerProcess.java(),
                "-Xmx256m",
                "-cp",
                Path.of("target", "kubernetes") + "/*:" + sparkHome.resolve("jars") + "/*",
                "src/it/kubernetes/ApiServer.java",
                String.valueOf(port)));
    KubernetesStandIn server = new KubernetesStandIn("http://127.0.0.1:" + port, process);
    try {
      process.await(() -> server.objects("pods", "none").isEmpty());
      return server;
    } catch (InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** What {@code --master} takes. */
  String master() {
    return "k8s://" + url;
  }

  /**
   * What is there of this kind now.
   *
   * @param kind for example {@code pods}
   */
  List<JsonNode> objects(String kind, String namespace) throws IOException {
    JsonNode list =
        new ObjectMapper()
            .readTree(URI.create(url + "/api/v1/namespaces/" + namespace + "/" + kind).toURL());
    List<JsonNode> objects = new ArrayList<>();
    list.path("items").forEach(objects::add);
    return objects;
  }

  @Override
  public void close() {
    process.close();
  }
}
