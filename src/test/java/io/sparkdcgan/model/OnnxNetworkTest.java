package io.sparkdcgan.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.inference.DiscriminatorFeatures;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.random.RandomStream;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

/** Exported networks in ONNX Runtime, against our own drawing and stock layers' verdicts. */
class OnnxNetworkTest {
  private static final int COUNT = 3;

  @ParameterizedTest
  @CsvSource({
    "PAPER, 16, 5, ALL",
    "PAPER, 32, 5, ALL",
    "PAPER, 64, 5, ALL",
    "PAPER, 128, 5, ALL",
    "PYTORCH, 16, 4, ALL",
    "PYTORCH, 32, 4, ALL",
    "PYTORCH, 64, 4, ALL",
    "PYTORCH, 128, 4, ALL",
    "PAPER, 32, 4, NONE"
  })
  void anExportedNetworkComputesWhatOursDoes(Preset preset, int size, int kernel, BatchNorm norm)
      throws OrtException {
    compare(GanNetworks.of(Networks.with(norm, Networks.small(preset, size, kernel))), size);
  }

  @ParameterizedTest
  @CsvSource({"PYTORCH, 32, 4", "PAPER, 16, 5"})
  void aNetworkUnderSpectralNormIsExportedAsAPlainOne(Preset preset, int size, int kernel)
      throws OrtException {
    compare(GanNetworks.of(Networks.spectral(Networks.small(preset, size, kernel))), size);
  }

  private static void compare(GanNetworks networks, int size) throws OrtException {
    GanState initial = networks.initialState(7);
    float[] latents = LatentSampler.of(networks.config()).drawEach(1, "sample latent", 0, COUNT);
    NetworkState generator =
        FrozenNetwork.calibrated(networks, lively(initial.generator()), latents);
    float[] drawn;
    try (FrozenNetwork drawing = FrozenNetwork.generator(networks, generator)) {
      drawn = drawing.outputs(latents);
    }
    assertTrue(spread(drawn) > 0.1, "images that are all gray prove nothing");
    NetworkState discriminator = normalized(networks, lively(initial.discriminator()), drawn);

    assertArrayEquals(
        drawn,
        computed(OnnxNetwork.generator(networks, generator), "latents", latents, COUNT, 100),
        1e-5f);
    assertArrayEquals(
        StockNetworks.discriminator(
                networks, new GanState(initial.generator(), discriminator, initial.progress()))
            .output(Nd4j.createFromArray(drawn).reshape(COUNT, 3, size, size))
            .toFloatVector(),
        computed(
            OnnxNetwork.discriminator(networks, discriminator),
            "pictures",
            drawn,
            COUNT,
            3,
            size,
            size),
        1e-5f);
  }

  private static float[] computed(byte[] model, String input, float[] values, long... shape)
      throws OrtException {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (OrtSession session = runtime.createSession(model);
        OnnxTensor tensor = OnnxTensor.createTensor(runtime, FloatBuffer.wrap(values), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      TensorInfo declared = (TensorInfo) session.getInputInfo().get(input).getInfo();
      assertEquals(-1, declared.getShape()[0], "any number of rows");
      OnnxTensor output = (OnnxTensor) result.get(0);
      float[] computed = new float[(int) output.getInfo().getNumElements()];
      output.getFloatBuffer().get(computed);
      return computed;
    }
  }

  /** Larger weights than at the start, so that every layer is seen. */
  private static NetworkState lively(NetworkState initial) {
    RandomStream noise = RandomStream.of(9, "lively");
    float[] parameters = initial.parameters().clone();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.1f * (float) noise.nextGaussian();
    }
    return with(initial, parameters, initial.statistics());
  }

  /** By the statistics of these images: a verdict of exactly 0 or 1 would prove nothing. */
  private static NetworkState normalized(
      GanNetworks networks, NetworkState discriminator, float[] images) {
    try (DiscriminatorFeatures features = new DiscriminatorFeatures(networks, discriminator)) {
      return with(discriminator, discriminator.parameters(), features.statistics(images));
    }
  }

  private static NetworkState with(NetworkState state, float[] parameters, float[] statistics) {
    return new NetworkState(parameters, state.firstMoments(), state.secondMoments(), statistics, 0);
  }

  private static double spread(float[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least;
  }
}
