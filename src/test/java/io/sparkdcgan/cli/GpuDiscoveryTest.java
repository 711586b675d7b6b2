package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What submit/gpu-discovery tells Spark, read by Spark's own parser. Where it asks the driver, a
 * script stands in for nvidia-smi.
 */
final class GpuDiscoveryTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0,1|0 1",
        " 2 , 3 |2 3",
        "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6,1|GPU-8932f937-d72c-4106-c12f-20bd9faed9f6 1",
        "0,1,-1,3|0 1",
        "1,nonsense,0|1",
        "MIG-GPU-8932f937/1/0|MIG-GPU-8932f937/1/0",
      })
  void variableSaysWhichGpusThereAre(String variable, String addresses) throws Exception {
    assertEquals(
        List.of(addresses.split(" ", -1)),
        discover(Map.of("CUDA_VISIBLE_DEVICES", variable)).addresses());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|CUDA_VISIBLE_DEVICES is \"\": unset it, or name GPUs",
        "-1|CUDA_VISIBLE_DEVICES is \"-1\"",
        "NoDevFiles|counts up to \"NoDevFiles\", which names no GPU",
        "0,0|names 0 twice",
        "0\",\"1|counts up to \"0\"\"",
      })
  void variableThatNamesNoneLeavesNone(String variable, String reason) throws Exception {
    Discovery found = discover(Map.of("CUDA_VISIBLE_DEVICES", variable));
    assertEquals(List.of(), found.addresses());
    assertTrue(found.errors().contains(reason), found.errors());
  }

  @Test
  void processSeesOneInstanceOfAPartitionedGpu() throws Exception {
    Discovery found = discover(Map.of("CUDA_VISIBLE_DEVICES", "MIG-aa,MIG-bb"));
    assertEquals(List.of("MIG-aa"), found.addresses());
    assertTrue(found.errors().contains("one instance of a partitioned GPU"), found.errors());
  }

  @Test
  void driverIsAskedWhereTheVariableIsNotSet() throws Exception {
    Discovery found = withDriver("printf '0, [N/A]\\n1, Disabled\\n10, Disabled\\n'");
    assertEquals(List.of("0", "1", "10"), found.addresses());
    assertEquals("", found.errors());
  }

  @Test
  void partitionedGpuIsLeftOutAndTheLogSaysHowToUseIt() throws Exception {
    Discovery found = withDriver("printf '0, Enabled\\n1, Disabled\\n'");
    assertEquals(List.of("1"), found.addresses());
    assertTrue(found.errors().contains("GPU 0 is partitioned"), found.errors());
  }

  @Test
  void driverThatKnowsNoPartitioningIsAskedForTheIndexAlone() throws Exception {
    Discovery found =
        withDriver(
            """
            case $1 in
              *mig*) echo 'Field "mig.mode.current" is not a valid field to query.'; exit 2 ;;
            esac
            echo 0
            """);
    assertEquals(List.of("0"), found.addresses());
  }

  @Test
  void driverThatFailsLeavesNoneAndItsOwnWords() throws Exception {
    Discovery found =
        withDriver("echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18");
    assertEquals(List.of(), found.addresses());
    assertTrue(found.errors().contains("nvidia-smi says: Failed to initialize NVML"));
    assertTrue(
        withDriver("echo 'No devices were found'").errors().contains("No devices were found"));
  }

  @Test
  void machineWithoutADriverHasNoneAndTheLogSaysWhatIsMissing() throws Exception {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("env", "bash", "head")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }
    Discovery found = discover(Map.of("PATH", tools.toString()));
    assertEquals(List.of(), found.addresses());
    assertTrue(found.errors().contains("nvidia-smi is not on the PATH"), found.errors());
  }

  private record Discovery(List<String> addresses, String errors) {}

  private Discovery withDriver(String answer) throws Exception {
    Path smi = folder.resolve("nvidia-smi");
    Files.writeString(smi, "#!/usr/bin/env bash\n" + answer + "\n");
    assertTrue(smi.toFile().setExecutable(true));
    return discover(Map.of("PATH", folder + ":" + System.getenv("PATH")));
  }

  /** As Spark calls it: no arguments, all of standard output is the answer. */
  private Discovery discover(Map<String, String> environment) throws Exception {
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("submit/gpu-discovery").toAbsolutePath().toString())
            .redirectError(errors.toFile());
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    ResourceInformation told = ResourceInformation.parseJson(answer);
    assertEquals("gpu", told.name());
    return new Discovery(List.of(told.addresses()), Files.readString(errors));
  }

  private static Path which(String tool) throws IOException {
    for (String place : System.getenv("PATH").split(":", -1)) {
      Path path = Path.of(place, tool);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    throw new IOException("there is no " + tool);
  }
}
