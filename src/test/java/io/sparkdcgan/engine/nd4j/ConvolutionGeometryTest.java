package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.engine.nd4j.ConvolutionGeometry.Backend;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The maps of a convolution, in float, where the fast operations are. */
class ConvolutionGeometryTest {
  /** Of the largest element; a weight gathers half a million products here. */
  private static final double TOLERANCE = 3e-5;

  private final INDArray large = random(1, 3, 2, 8, 8);
  private final INDArray small = random(2, 3, 5, 4, 4);

  /** Whoever reads a run from a GPU and from a CPU expects the same gradients. */
  @ParameterizedTest
  @CsvSource({"4,WRITE", "4,ADD", "5,WRITE", "5,ADD"})
  void bothWaysToTheSmallSideAgree(int kernel, GradientRequest.Parameters parameters) {
    INDArray weights = random(3, 5, 2, kernel, kernel);
    INDArray fast = random(4, 5, 2, kernel, kernel);
    INDArray plain = fast.dup();
    GradientRequest wanted = new GradientRequest(parameters, true);

    INDArray fastSmall =
        new ConvolutionGeometry(kernel, Backend.ONEDNN, new Scratch())
            .toWeightsAndSmall(large, small, weights, fast, wanted);
    INDArray plainSmall =
        new ConvolutionGeometry(kernel, Backend.PLAIN, new Scratch())
            .toWeightsAndSmall(large, small, weights, plain, wanted);

    assertClose(plain, fast);
    assertClose(plainSmall, fastSmall);
  }

  /** Each map in float, as it is trained, against the same in double, which takes other kernels. */
  @ParameterizedTest
  @CsvSource({"8,1", "16,128", "32,1", "64,128", "128,1", "128,128"})
  void theFastOperationsAgreeWithDoublePrecision(int edge, int batch) {
    for (int kernel = 4; kernel <= 5; kernel++) {
      ConvolutionGeometry geometry = new ConvolutionGeometry(kernel, Backend.ONEDNN, new Scratch());
      INDArray images = random(5, batch, 3, edge, edge);
      INDArray maps = random(6, batch, 4, edge / 2, edge / 2);
      INDArray weights = random(7, 4, 3, kernel, kernel);
      List<INDArray> fast = maps(geometry, images, maps, weights);
      List<INDArray> exact = maps(geometry, inDouble(images), inDouble(maps), inDouble(weights));
      for (int i = 0; i < exact.size(); i++) {
        assertClose(exact.get(i), inDouble(fast.get(i)));
      }
    }
  }

  private static List<INDArray> maps(
      ConvolutionGeometry geometry, INDArray large, INDArray small, INDArray weights) {
    INDArray byConvolution = Nd4j.zeros(weights.dataType(), weights.shape());
    INDArray byDeconvolution = Nd4j.zeros(weights.dataType(), weights.shape());
    GradientRequest wanted = new GradientRequest(GradientRequest.Parameters.WRITE, true);
    return List.of(
        geometry.toSmall(large, weights),
        geometry.toLarge(small, weights),
        geometry.toWeightsAndLarge(large, small, weights, byConvolution, wanted),
        geometry.toWeightsAndSmall(large, small, weights, byDeconvolution, wanted),
        byConvolution,
        byDeconvolution);
  }

  private static INDArray inDouble(INDArray array) {
    return array.castTo(DataType.DOUBLE);
  }

  /** By hand: with one weight of 1 at (row, column), the small side is the large one, sampled. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void theFirstTapLooksOnePixelUpAndLeft(int kernel) {
    INDArray weights = Nd4j.zeros(DataType.FLOAT, 1, 2, kernel, kernel);
    weights.putScalar(new int[] {0, 1, 0, 2}, 1);

    INDArray result =
        new ConvolutionGeometry(kernel, Backend.ONEDNN, new Scratch()).toSmall(large, weights);

    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        int y = 2 * row - 1;
        int x = 2 * column + 1;
        double expected = y < 0 ? 0 : large.getDouble(2, 1, y, x);
        assertEquals(expected, result.getDouble(2, 0, row, column), 1e-6);
      }
    }
  }

  /** Transposes of each other: (A x) . y = x . (A' y). */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void toLargeIsTheTransposeOfToSmall(int kernel) {
    ConvolutionGeometry geometry = new ConvolutionGeometry(kernel, Backend.ONEDNN, new Scratch());
    INDArray weights = random(3, 5, 2, kernel, kernel);

    double there = geometry.toSmall(large, weights).mul(small).sumNumber().doubleValue();
    double back = geometry.toLarge(small, weights).mul(large).sumNumber().doubleValue();

    assertEquals(there, back, TOLERANCE * Math.abs(there));
  }

  private static void assertClose(INDArray expected, INDArray actual) {
    double scale = expected.amaxNumber().doubleValue();
    assertEquals(0, expected.sub(actual).amaxNumber().doubleValue() / scale, TOLERANCE);
  }

  private static INDArray random(long seed, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    INDArray flat = array.reshape(array.length());
    RandomStream stream = RandomStream.of(seed, "test");
    for (long i = 0; i < flat.length(); i++) {
      flat.putScalar(i, stream.nextGaussian());
    }
    return array;
  }
}
