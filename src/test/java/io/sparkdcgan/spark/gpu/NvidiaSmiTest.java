package io.sparkdcgan.spark.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What nvidia-smi prints for {@code --query-gpu=index,uuid,name,compute_cap}, and what it means.
 */
class NvidiaSmiTest {
  @Test
  void listsGpusWithTheirCapability() {
    List<NvidiaSmi.Gpu> gpus =
        NvidiaSmi.gpus(
            """
            0, GPU-8932f937-d72c-4106-c12f-20bd9faed9f6, Tesla V100-SXM2-16GB, 7.0
            10, GPU-0a1b2c3d-d72c-4106-c12f-20bd9faed9f6, NVIDIA A10, 8.6
            """);
    assertEquals(2, gpus.size());
    assertEquals("0", gpus.get(0).index());
    assertEquals("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6", gpus.get(0).uuid());
    assertEquals("Tesla V100-SXM2-16GB", gpus.get(0).name());
    assertEquals(Optional.of(new NvidiaSmi.Capability(7, 0)), gpus.get(0).capability());
    assertEquals("10", gpus.get(1).index());
    assertEquals(Optional.of(new NvidiaSmi.Capability(8, 6)), gpus.get(1).capability());
  }

  @Test
  void gpuWhoseCapabilityIsNotToldIsListedWithoutOne() {
    List<NvidiaSmi.Gpu> gpus = NvidiaSmi.gpus("0, GPU-aa, Tesla T4, [N/A]\n");
    assertEquals(Optional.empty(), gpus.get(0).capability());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "No devices were found\n",
        "Field \"compute_cap\" is not a valid field to query.\n\n",
        "Failed to initialize NVML: Driver/library version mismatch\n",
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure"
            + " that the latest NVIDIA driver is installed and running.\n\n",
        "0\n",
        ",,,\n",
      })
  void complaintsListNothing(String answer) {
    assertEquals(List.of(), NvidiaSmi.gpus(answer));
  }

  @Test
  void addressIsAnIndexOrTheBeginningOfTheUuid() {
    NvidiaSmi.Gpu gpu = NvidiaSmi.gpus("1, GPU-8932f937-d72c, Tesla T4, 7.5\n").get(0);
    assertTrue(gpu.isAt("1"));
    assertTrue(gpu.isAt("GPU-8932"));
    assertTrue(gpu.isAt("GPU-8932f937-d72c"));
    assertFalse(gpu.isAt("0"));
    assertFalse(gpu.isAt("GPU-9"));
    assertFalse(gpu.isAt("MIG-8932f937"));
  }

  @ParameterizedTest
  @CsvSource({
    "3.0, false", "3.5, false", "3.7, true", "5.0, true", "5.2, true", "6.0, true", "6.1, true",
    "7.0, true", "7.5, true", "8.0, true", "8.6, true", "8.9, true", "9.0, false", "10.0, false",
    "12.0, false", "2.1, false",
  })
  void capabilitiesThatThereIsCodeFor(String capability, boolean served) {
    assertEquals(served, NvidiaSmi.Capability.parse(capability).orElseThrow().isServed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8.", ".6", "8.6.1", "-8.6", "9999.0", "eight"})
  void anythingElseIsNoCapability(String written) {
    assertEquals(Optional.empty(), NvidiaSmi.Capability.parse(written));
  }
}
