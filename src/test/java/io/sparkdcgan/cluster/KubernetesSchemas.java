package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kubernetes' JSON schemas of one version, which say whether a manifest is well formed; what else
 * an API server asks of it they do not know. Installed once into {@code target/kubernetes-schemas}.
 */
final class KubernetesSchemas {
  static final String VERSION = "1.32";

  private static final Path HOME = Path.of("target", "kubernetes-schemas").toAbsolutePath();

  /**
   * @param documents of the files, in their order
   * @param complaints one line for each document that is wrong
   */
  record Verdict(List<JsonNode> documents, List<String> complaints) {}

  private KubernetesSchemas() {}

  /** Installs them; whoever asks is skipped where there is no Python to do it with. */
  static void install() throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("bash", "-c", "python3 -c 'import venv, ensurepip'").start().waitFor()
            == 0,
        "no python3 with venv here, and Kubernetes' schemas come as a Python package");
    Path log = ServerProcess.folder("kubernetes-schemas").resolve("install.log");
    int code =
        new ProcessBuilder("src/it/kubernetes/install.sh", HOME.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("schemas cannot be installed: " + Files.readString(log));
    }
  }

  /** Checks YAML or JSON files. */
  static Verdict check(List<Path> files) throws IOException, InterruptedException {
    Path folder = ServerProcess.folder("kubernetes-validate");
    Path output = folder.resolve("documents.json");
    Path errors = folder.resolve("complaints.log");
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin/python").toString());
    command.addAll(List.of("src/it/kubernetes/validate.py", VERSION));
    files.forEach(file -> command.add(file.toString()));
    int code =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    List<String> complaints = Files.readAllLines(errors);
    if (code != 0 && complaints.isEmpty()) {
      throw new IllegalStateException("validate.py ended with " + code);
    }
    List<JsonNode> documents = new ArrayList<>();
    new ObjectMapper().readTree(output.toFile()).forEach(documents::add);
    return new Verdict(documents, complaints);
  }
}
