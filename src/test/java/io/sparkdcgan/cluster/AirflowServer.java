package io.sparkdcgan.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Airflow, installed once into {@code target/airflow}, with its API server, scheduler and DAG
 * processor in processes of their own, tasks in processes of the scheduler's, and the DAGs of
 * {@code submit/airflow}. It listens on the loopback address only and tells nobody that it runs.
 */
final class AirflowServer implements AutoCloseable {
  private static final Path PYTHON_HOME = Path.of("target", "airflow").toAbsolutePath();
  private static final Path DAGS = Path.of("submit", "airflow").toAbsolutePath();

  /** Python compiles the modules when they are first used. */
  private static final Duration START = Duration.ofMinutes(3);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The server takes a request to upgrade to HTTP/2, with a body, for none at all. */
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<ServerProcess> processes = new ArrayList<>();
  private final String address;
  private final Path folder;
  private final Map<String, String> environment;

  private AirflowServer(Path folder, int port, Map<String, String> settings) {
    this.folder = folder;
    this.address = "http://127.0.0.1:" + port;
    this.environment = new HashMap<>(settings);
    environment.putAll(
        Map.of(
            "AIRFLOW_HOME", folder.toString(),
            "AIRFLOW__CORE__DAGS_FOLDER", DAGS.toString(),
            "AIRFLOW__CORE__LOAD_EXAMPLES", "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS", "True",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL", address + "/execution/",
            // As many tasks at once as there are cores.
            "AIRFLOW__CORE__PARALLELISM", "2",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED", "False"));
    environment.putAll(
        Map.of(
            "AIRFLOW__API__HOST", "127.0.0.1",
            "AIRFLOW__API__PORT", String.valueOf(port),
            "AIRFLOW__API__WORKERS", "1",
            "AIRFLOW__API__SECRET_KEY", "of-a-test",
            "AIRFLOW__API_AUTH__JWT_SECRET", "of-a-test-".repeat(8),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC", "1",
            "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES", "1",
            "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL", "600",
            "NO_PROXY", "127.0.0.1"));
    environment.putAll(
        Map.of(
            "SPARK_HOME",
            Path.of("target", "spark").toAbsolutePath().toString(),
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            // A driver of a few seconds computes less than the better compiler would; half of its
            // time.
            "JAVA_TOOL_OPTIONS",
            "-XX:TieredStopAtLevel=1",
            // Where the project's own folders stay as they are.
            "PYTHONPYCACHEPREFIX",
            PYTHON_HOME.resolve("compiled").toString()));
  }

  /** Installs it; whoever asks is skipped where there is no Python to do it with. */
  static void install() throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("bash", "-c", "python3 -c 'import venv, ensurepip' && python3 -m pip -V")
                .start()
                .waitFor()
            == 0,
        "no python3 with venv and pip here, and Airflow is a Python package");
    Path log = ServerProcess.folder("airflow-install").resolve("install.log");
    int code =
        new ProcessBuilder("src/it/airflow/install.sh", PYTHON_HOME.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertEquals(0, code, () -> "Airflow cannot be installed, see " + log);
  }

  /**
   * Starts it; its DAGs are there and run when they are triggered.
   *
   * @param settings environment variables, connections and variables of Airflow among them
   */
  static AirflowServer start(Map<String, String> settings)
      throws IOException, InterruptedException {
    Path folder = ServerProcess.folder("airflow");
    AirflowServer server = new AirflowServer(folder, ServerProcess.freePort(), settings);
    try {
      server.python(0, "-m", "airflow", "db", "migrate");
      server.start("api-server");
      // It would offer the tasks' logs on every address.
      server.start("scheduler", "--skip-serve-logs");
      server.start("dag-processor");
      server.processes.get(0).await(START, () -> server.get("/api/v2/version").has("version"));
      server
          .processes
          .get(2)
          .await(START, () -> server.get("/api/v2/dags").get("total_entries").asInt() == 2);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void start(String part, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(PYTHON_HOME.resolve("bin/airflow").toString(), part));
    command.addAll(List.of(options));
    processes.add(ServerProcess.start(part, folder.resolve(part + ".log"), environment, command));
  }

  /**
   * Runs a Python program among Airflow's packages and waits for its end.
   *
   * @return its output, without what went to standard error
   */
  String python(int exitCode, String... arguments) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(folder, "python-", ".log");
    List<String> command = new ArrayList<>(List.of(PYTHON_HOME.resolve("bin/python").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(exitCode, process.waitFor(), () -> output + "; see " + errors);
    return output;
  }

  /** Has a DAG run once for a date, whether it is paused or not. */
  void trigger(String dag, String run, String date, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    call("PATCH", "/api/v2/dags/" + dag, Map.of("is_paused", false));
    call(
        "POST",
        "/api/v2/dags/" + dag + "/dagRuns",
        Map.of("dag_run_id", run, "logical_date", date, "conf", parameters));
  }

  /** Waits until a task is in this state, and no other from which it would not get there. */
  void await(String state, String dag, String run, String task, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    String path = "/api/v2/dags/%s/dagRuns/%s/taskInstances/%s".formatted(dag, run, task);
    String now = "";
    while (!now.equals(state)) {
      assertTrue(System.nanoTime() < deadline, path + " is " + now + ", see " + logs());
      assertTrue(
          !List.of("success", "failed", "upstream_failed").contains(now),
          path + " is " + now + ", see " + logs());
      Thread.sleep(250);
      now = get(path).path("state").asText();
    }
  }

  /** The states of a task's tries, the first one first. */
  List<String> tries(String dag, String run, String task) throws IOException, InterruptedException {
    List<String> states = new ArrayList<>();
    get("/api/v2/dags/%s/dagRuns/%s/taskInstances/%s/tries".formatted(dag, run, task))
        .get("task_instances")
        .forEach(attempt -> states.add(attempt.get("state").asText()));
    return states;
  }

  /** What a task left in XCom. */
  JsonNode xcom(String dag, String run, String task, String key)
      throws IOException, InterruptedException {
    return get("/api/v2/dags/%s/dagRuns/%s/taskInstances/%s/xcomEntries/%s"
            .formatted(dag, run, task, key))
        .get("value");
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request("GET", path, HttpRequest.BodyPublishers.noBody()));
  }

  void call(String method, String path, Map<String, Object> body)
      throws IOException, InterruptedException {
    send(request(method, path, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** Processes of tasks, and what they started. */
  Stream<ProcessHandle> taskProcesses() {
    return processes.get(1).children().stream();
  }

  Path logs() {
    return folder.resolve("logs");
  }

  private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest token = HttpRequest.newBuilder(URI.create(address + "/auth/token")).build();
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + send(token).get("access_token").asText())
        .method(method, body)
        .build();
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(request.uri() + " answers " + response.body());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }
}
