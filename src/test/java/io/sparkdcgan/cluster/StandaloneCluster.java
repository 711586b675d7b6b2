package io.sparkdcgan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Spark standalone master and its workers, each a process of its own, on the Spark home that the
 * build assembles. Needs {@code mvn package} before.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path sparkHome = Path.of("target", "spark").toAbsolutePath();
  private final Path folder = ServerProcess.folder("spark");
  private final int port = ServerProcess.freePort();
  private final int pagePort = ServerProcess.freePort();
  private final List<ServerProcess> processes = new ArrayList<>();

  private StandaloneCluster() throws IOException {}

  /**
   * Starts a master and waits until all workers have registered.
   *
   * @param workers how many workers
   * @param cores of each
   * @param memory of each for executors' heaps, for example {@code 1g}
   */
  public static StandaloneCluster start(int workers, int cores, String memory)
      throws IOException, InterruptedException {
    return start(Collections.nCopies(workers, HOST), cores, memory);
  }

  /**
   * The same with each worker on a host of its own, as far as Spark can tell: it starts no copy of
   * a slow task on the host where that is slow. Wants Linux, where all of 127.0.0.0/8 is this
   * machine.
   */
  public static StandaloneCluster startApart(int workers, int cores, String memory)
      throws IOException, InterruptedException {
    List<String> hosts =
        IntStream.range(0, workers).mapToObj(worker -> "127.0.0." + (worker + 2)).toList();
    return start(hosts, cores, memory);
  }

  /**
   * The same with workers that have GPUs, as {@code submit/gpu-discovery} tells each of them.
   *
   * @param gpus of each worker, as {@code CUDA_VISIBLE_DEVICES} names them, for example {@code 0,1}
   */
  public static StandaloneCluster startWithGpus(int cores, String memory, String... gpus)
      throws IOException, InterruptedException {
    return start(
        Collections.nCopies(gpus.length, HOST),
        Stream.of(gpus).map(StandaloneCluster::withGpus).toList(),
        cores,
        memory);
  }

  private static Map<String, String> withGpus(String visible) {
    String resource = "-Dspark.worker.resource.gpu.";
    return Map.of(
        "CUDA_VISIBLE_DEVICES",
        visible,
        "SPARK_WORKER_OPTS",
        resource
            + "amount="
            + visible.split(",", -1).length
            + " "
            + resource
            + "discoveryScript="
            + Path.of("submit", "gpu-discovery").toAbsolutePath());
  }

  private static StandaloneCluster start(List<String> hosts, int cores, String memory)
      throws IOException, InterruptedException {
    return start(hosts, Collections.nCopies(hosts.size(), Map.of()), cores, memory);
  }

  private static StandaloneCluster start(
      List<String> hosts, List<Map<String, String>> environments, int cores, String memory)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster();
    try {
      ServerProcess master = cluster.startMaster();
      master.await(() -> cluster.aliveWorkers() == 0);
      for (int worker = 0; worker < hosts.size(); worker++) {
        cluster.startWorker(worker, hosts.get(worker), environments.get(worker), cores, memory);
      }
      master.await(() -> cluster.aliveWorkers() == hosts.size());
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** What {@code --master} takes. */
  public String url() {
    return "spark://" + HOST + ":" + port;
  }

  /** Where Spark is installed. */
  public Path sparkHome() {
    return sparkHome;
  }

  /** Where the daemons log, and executors under {@code worker-N}. */
  public Path folder() {
    return folder;
  }

  /** The executors' processes of one worker, counted from 0. */
  public List<ProcessHandle> executors(int worker) {
    return processes.get(worker + 1).children();
  }

  private ServerProcess startMaster() throws IOException {
    return start(
        "master",
        HOST,
        Map.of(),
        "org.apache.spark.deploy.master.Master",
        "--host",
        HOST,
        "--port",
        String.valueOf(port),
        "--webui-port",
        String.valueOf(pagePort));
  }

  private void startWorker(
      int number, String host, Map<String, String> environment, int cores, String memory)
      throws IOException {
    String name = "worker-" + number;
    start(
        name,
        host,
        environment,
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        host,
        "--webui-port",
        "0",
        "--cores",
        String.valueOf(cores),
        "--memory",
        memory,
        "--work-dir",
        folder.resolve(name).toString(),
        url());
  }

  private ServerProcess start(
      String name, String host, Map<String, String> environment, String type, String... arguments)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SPARK_LOCAL_IP", host);
    all.put("SPARK_DAEMON_MEMORY", "384m");
    List<String> command = new ArrayList<>();
    command.add(sparkHome.resolve("bin/spark-class").toString());
    command.add(type);
    command.addAll(List.of(arguments));
    ServerProcess process = ServerProcess.start(name, folder.resolve(name + ".log"), all, command);
    processes.add(process);
    return process;
  }

  private int aliveWorkers() throws IOException {
    JsonNode page =
        new ObjectMapper()
            .readTree(URI.create("http://" + HOST + ":" + pagePort + "/json/").toURL());
    return page.path("aliveworkers").asInt();
  }

  /** Workers first: their executors end with them. */
  @Override
  public void close() {
    for (int last = processes.size() - 1; last >= 0; last--) {
      processes.get(last).close();
    }
  }
}
