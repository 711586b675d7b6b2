package io.sparkdcgan.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against calculations by hand, and against a whole singular value decomposition. */
class LargestSingularValueTest {
  @Test
  void aMatrixOfTwoRowsIsAsByHand() {
    // W W' = [[9, 12], [12, 41]] has the eigenvalues 45 and 5, and (1, 3) for the first of them.
    LargestSingularValue found = of(new float[] {9, 3, 0, 4, 5}, 1, 2, 2);
    assertEquals(Math.sqrt(45), found.value(), 1e-12);
    double sign = Math.signum(found.left()[0]);
    assertArrayEquals(
        new double[] {sign / Math.sqrt(10), sign * 3 / Math.sqrt(10)}, found.left(), 1e-12);
  }

  @Test
  void thatOfOneRowIsItsLength() {
    LargestSingularValue found = of(new float[] {2, -3, 6}, 0, 1, 3);
    assertEquals(7, found.value(), 1e-12);
    assertEquals(1, Math.abs(found.left()[0]), 1e-12);
  }

  @Test
  void moreRowsThanColumnsAndFewerDirectionsThanStepsAreNoMatter() {
    // Two columns that are orthogonal, of lengths 5 and 2.
    float[] columns = new float[2 * 30];
    columns[0] = 3;
    columns[2 * 29] = 4;
    columns[2 * 7 + 1] = 2;
    assertEquals(5, of(columns, 0, 30, 2).value(), 1e-12);
  }

  @Test
  void aMatrixOfZerosStaysOne() {
    float[] zeros = new float[6];
    LargestSingularValue found = of(zeros, 0, 2, 3);
    assertEquals(0, found.value());
    found.divide(slot(0, 2, 3), zeros);
    assertArrayEquals(new float[6], zeros);
  }

  @Test
  void whatIsNoNumberStaysNone() {
    assertTrue(Double.isNaN(of(new float[] {1, Float.NaN, 2, 3}, 0, 2, 2).value()));
  }

  /** Singular values of random weights are as close to one another as they come. */
  @ParameterizedTest
  @CsvSource({"64,3,4", "128,64,4", "16,8,5", "1,8192,1"})
  void aKernelIsAMatrixOfOneRowForEachMap(int maps, int before, int kernel) {
    int columns = before * kernel * kernel;
    RandomStream noise = RandomStream.of(3, "test");
    double[][] rows = new double[maps][columns];
    float[] flat = new float[maps * columns];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) (0.02 * noise.nextGaussian());
      rows[i / columns][i % columns] = flat[i];
    }
    double expected = new SingularValueDecomposition(new Array2DRowRealMatrix(rows)).getNorm();
    LargestSingularValue found = of(flat, 0, maps, before, kernel, kernel);
    assertEquals(expected, found.value(), 1e-4 * expected);
    LargestSingularValue again = of(flat, 0, maps, before, kernel, kernel);
    assertEquals(found.value(), again.value(), "it is a function of the weights");
    assertArrayEquals(found.left(), again.left());
  }

  @Test
  void whatANetworkComputesWithHasNormOneAndTheSameBiases() {
    NetworkLayout layout =
        GanNetworks.of(Networks.spectral(Networks.small(Preset.PYTORCH, 16, 4)))
            .discriminatorLayout();
    assertEquals(
        List.of("down1.W", "down1.b", "down2.W", "down2.b", "judge.W", "judge.b"),
        layout.parameters().stream().map(TensorSlot::name).toList());
    float[] parameters = new float[layout.parameterCount()];
    RandomStream noise = RandomStream.of(4, "test");
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) noise.nextGaussian();
    }
    float[] moments = new float[parameters.length];
    NetworkState raw = new NetworkState(parameters.clone(), moments, moments, new float[0], 5);
    NetworkState effective = layout.effective(raw);
    assertArrayEquals(parameters, raw.parameters());
    assertEquals(5, effective.updates());
    for (TensorSlot slot : layout.parameters()) {
      double norm = LargestSingularValue.of(slot, parameters).value();
      boolean weights = slot.name().endsWith(".W");
      if (weights) {
        assertEquals(
            1, LargestSingularValue.of(slot, effective.parameters()).value(), 1e-6, slot.name());
      }
      for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
        assertEquals(
            (float) (parameters[i] / (weights ? norm : 1)), effective.parameters()[i], slot.name());
      }
    }
  }

  private static LargestSingularValue of(float[] flat, int offset, long... shape) {
    return LargestSingularValue.of(slot(offset, shape), flat);
  }

  private static TensorSlot slot(int offset, long... shape) {
    return new TensorSlot("layer.W", Arrays.stream(shape).boxed().toList(), offset);
  }
}
