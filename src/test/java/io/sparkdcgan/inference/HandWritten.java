package io.sparkdcgan.inference;

import io.sparkdcgan.engine.nd4j.NetworkArithmetic;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Guided backpropagation through the tiny discriminator for 16 pixels (3 -> 2 -> 4 maps), in plain
 * loops over plain arrays: convolution, LeakyReLU, convolution, batch norm, LeakyReLU. Parameters
 * are read in the layout's order: down1.W, down2.W, down2-norm.gamma, .beta.
 */
final class HandWritten {
  private final int kernel;
  private final double[][][][] first;
  private final double[][][][] second;
  private final double[] factors;
  private final double[] offsets;
  private int read;

  HandWritten(NetworkArithmetic network, int kernel) {
    this.kernel = kernel;
    double[] parameters = network.parameters().toDoubleVector();
    double[] statistics = network.statistics().toDoubleVector();
    first = weights(parameters, 2, 3);
    second = weights(parameters, 4, 2);
    factors = new double[4];
    offsets = new double[4];
    for (int map = 0; map < 4; map++) {
      factors[map] = parameters[read + map] / Math.sqrt(statistics[4 + map] + 1e-5);
      offsets[map] = parameters[read + 4 + map] - statistics[map] * factors[map];
    }
  }

  private double[][][][] weights(double[] flat, int outputs, int inputs) {
    double[][][][] weights = new double[outputs][inputs][kernel][kernel];
    for (double[][][] output : weights) {
      for (double[][] input : output) {
        for (double[] row : input) {
          for (int x = 0; x < kernel; x++) {
            row[x] = flat[read++];
          }
        }
      }
    }
    return weights;
  }

  double[] guided(INDArray image, int feature) {
    double[][][] pixels = new double[3][16][16];
    for (int i = 0; i < image.length(); i++) {
      pixels[i / 256][i / 16 % 16][i % 16] = image.reshape(image.length()).getDouble(i);
    }
    double[][][] before = forward(pixels, first);
    double[][][] convolved = forward(leaky(before), second);
    double[][][] gradient = new double[4][4][4];
    double largest = Double.NEGATIVE_INFINITY;
    int place = 0;
    for (int i = 0; i < 16; i++) {
      double x = convolved[feature][i / 4][i % 4] * factors[feature] + offsets[feature];
      double activation = x > 0 ? x : 0.2 * x;
      place = activation > largest ? i : place;
      largest = Math.max(largest, activation);
    }
    double slope = largest > 0 ? 1 : 0.2;
    gradient[feature][place / 4][place % 4] = slope * factors[feature];
    double[][][] below = back(gradient, second, 2);
    for (int i = 0; i < 2 * 64; i++) {
      double g = Math.max(0, below[i / 64][i / 8 % 8][i % 8]);
      below[i / 64][i / 8 % 8][i % 8] = before[i / 64][i / 8 % 8][i % 8] > 0 ? g : 0.2 * g;
    }
    double[][][] result = back(below, first, 3);
    double[] flat = new double[3 * 256];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = result[i / 256][i / 16 % 16][i % 16];
    }
    return flat;
  }

  private static double[][][] leaky(double[][][] values) {
    double[][][] leaked = new double[values.length][values[0].length][values[0].length];
    for (int i = 0; i < values.length; i++) {
      for (int y = 0; y < values[i].length; y++) {
        for (int x = 0; x < values[i].length; x++) {
          leaked[i][y][x] = values[i][y][x] > 0 ? values[i][y][x] : 0.2 * values[i][y][x];
        }
      }
    }
    return leaked;
  }

  /** Stride 2, one row and column of zeros before the image, as Same padding has it. */
  private double[][][] forward(double[][][] input, double[][][][] weights) {
    int edge = input[0].length / 2;
    double[][][] output = new double[weights.length][edge][edge];
    visit(weights, edge, (o, i, y, x, py, px, w) -> output[o][y][x] += w * input[i][py][px]);
    return output;
  }

  private double[][][] back(double[][][] gradient, double[][][][] weights, int inputs) {
    int edge = gradient[0].length;
    double[][][] result = new double[inputs][2 * edge][2 * edge];
    visit(weights, edge, (o, i, y, x, py, px, w) -> result[i][py][px] += w * gradient[o][y][x]);
    return result;
  }

  private interface Visit {
    void at(int output, int input, int y, int x, int pixelY, int pixelX, double weight);
  }

  private void visit(double[][][][] weights, int edge, Visit visit) {
    for (int o = 0; o < weights.length; o++) {
      for (int i = 0; i < weights[o].length; i++) {
        for (int at = 0; at < edge * edge * kernel * kernel; at++) {
          int y = at / (edge * kernel * kernel);
          int x = at / (kernel * kernel) % edge;
          int ky = at / kernel % kernel;
          int kx = at % kernel;
          int py = 2 * y + ky - 1;
          int px = 2 * x + kx - 1;
          if (py >= 0 && px >= 0 && py < 2 * edge && px < 2 * edge) {
            visit.at(o, i, y, x, py, px, weights[o][i][ky][kx]);
          }
        }
      }
    }
  }
}
