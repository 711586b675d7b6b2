package peer;

import static org.bytedeco.pytorch.global.torch.*;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * The benchmark's peer: the same DCGAN step in libtorch, in a process of its own (its JavaCPP is
 * not ND4J's). Arguments are imageSize, width, kernel, latentSize, batch, threads, normPerUnit, l2.
 * Prints the parameters of generator and discriminator, then answers each line of standard input
 * with one step and its seconds.
 *
 * <p>Written as a careful user of PyTorch would: the discriminator's parameters want no gradient
 * while the generator trains, activations are in place, the images are drawn once a step.
 */
public final class LibtorchPeer {
  private static final int CHANNELS = 3;

  private final int stages;
  private final int width;
  private final int kernel;
  private final boolean normPerUnit;
  private final List<Tensor> generator = new ArrayList<>();
  private final List<Tensor> discriminator = new ArrayList<>();
  private final List<Tensor> generatorStatistics = new ArrayList<>();
  private final List<Tensor> discriminatorStatistics = new ArrayList<>();
  private final Adam generatorAdam;
  private final Adam discriminatorAdam;
  private final Tensor real;
  private final Tensor latents;
  private final Tensor ones;
  private final Tensor zeros;

  private LibtorchPeer(String[] arguments) {
    int imageSize = Integer.parseInt(arguments[0]);
    width = Integer.parseInt(arguments[1]);
    kernel = Integer.parseInt(arguments[2]);
    int latentSize = Integer.parseInt(arguments[3]);
    int batch = Integer.parseInt(arguments[4]);
    set_num_threads(Integer.parseInt(arguments[5]));
    normPerUnit = Boolean.parseBoolean(arguments[6]);
    double l2 = Double.parseDouble(arguments[7]);
    stages = Integer.numberOfTrailingZeros(imageSize / 4);
    manual_seed(1);
    int deepest = width << (stages - 1);
    weight(generator, 16L * deepest, latentSize);
    norm(generator, generatorStatistics, normPerUnit ? 16L * deepest : deepest);
    for (int maps = deepest; maps > width; maps /= 2) {
      weight(generator, maps, maps / 2, kernel, kernel);
      norm(generator, generatorStatistics, maps / 2);
    }
    weight(generator, width, CHANNELS, kernel, kernel);
    weight(discriminator, width, CHANNELS, kernel, kernel);
    for (int maps = width; maps < deepest; maps *= 2) {
      weight(discriminator, maps * 2, maps, kernel, kernel);
      norm(discriminator, discriminatorStatistics, maps * 2);
    }
    weight(discriminator, 1, 16L * deepest);
    generatorAdam = adam(generator, l2);
    discriminatorAdam = adam(discriminator, l2);
    real = rand(batch, CHANNELS, imageSize, imageSize).mul(new Scalar(2)).sub(new Scalar(1));
    latents = randn(batch, latentSize);
    ones = ones(batch, 1);
    zeros = zeros(batch, 1);
  }

  public static void main(String[] arguments) throws Exception {
    LibtorchPeer peer = new LibtorchPeer(arguments);
    System.out.println(count(peer.generator) + " " + count(peer.discriminator));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (input.readLine() != null) {
      long begin = System.nanoTime();
      try (PointerScope scope = new PointerScope()) {
        peer.step();
      }
      System.out.println((System.nanoTime() - begin) * 1e-9);
    }
  }

  private void step() {
    Tensor drawn = draw();
    want(discriminator, true);
    discriminatorAdam.zero_grad();
    binary_cross_entropy_with_logits(judge(real), ones).backward();
    binary_cross_entropy_with_logits(judge(drawn.detach()), zeros).backward();
    discriminatorAdam.step();
    want(discriminator, false);
    generatorAdam.zero_grad();
    binary_cross_entropy_with_logits(judge(drawn), ones).backward();
    generatorAdam.step();
  }

  private Tensor draw() {
    int next = 0;
    int normed = 0;
    int maps = width << (stages - 1);
    Tensor flowing = linear(latents, generator.get(next++));
    if (!normPerUnit) {
      flowing = flowing.view(-1, maps, 4, 4);
    }
    flowing = relu_(normalize(flowing, generator, next, generatorStatistics, normed));
    flowing = flowing.view(-1, maps, 4, 4);
    next += 2;
    normed += 2;
    for (int stage = 1; stage < stages; stage++) {
      flowing = up(flowing, generator.get(next++));
      flowing = relu_(normalize(flowing, generator, next, generatorStatistics, normed));
      next += 2;
      normed += 2;
    }
    return up(flowing, generator.get(next)).tanh();
  }

  private Tensor judge(Tensor images) {
    int next = 0;
    int normed = 0;
    Tensor flowing = leaky_relu_(down(images, discriminator.get(next++)), new Scalar(0.2));
    for (int stage = 1; stage < stages; stage++) {
      flowing = down(flowing, discriminator.get(next++));
      flowing = normalize(flowing, discriminator, next, discriminatorStatistics, normed);
      flowing = leaky_relu_(flowing, new Scalar(0.2));
      next += 2;
      normed += 2;
    }
    return linear(flowing.flatten(1, -1), discriminator.get(next));
  }

  /** Halves the edge. */
  private Tensor down(Tensor input, Tensor weights) {
    long[] padding = {(kernel - 1) / 2, (kernel - 1) / 2};
    return conv2d(
        input, weights, new TensorOptional(), new long[] {2, 2}, padding, new long[] {1, 1}, 1);
  }

  /** Doubles the edge. */
  private Tensor up(Tensor input, Tensor weights) {
    long[] padding = {(kernel - 1) / 2, (kernel - 1) / 2};
    long[] outputPadding = {kernel % 2, kernel % 2};
    return conv_transpose2d(
        input, weights, new TensorOptional(), new long[] {2, 2}, padding, outputPadding, 1, 1, 1);
  }

  private static Tensor normalize(
      Tensor input, List<Tensor> parameters, int next, List<Tensor> statistics, int normed) {
    return batch_norm(
        input,
        new TensorOptional(parameters.get(next)),
        new TensorOptional(parameters.get(next + 1)),
        new TensorOptional(statistics.get(normed)),
        new TensorOptional(statistics.get(normed + 1)),
        true,
        0.1,
        1e-5,
        false);
  }

  private static void weight(List<Tensor> parameters, long... shape) {
    parameters.add(randn(shape).mul(new Scalar(0.02)).requires_grad_(true));
  }

  private static void norm(List<Tensor> parameters, List<Tensor> statistics, long maps) {
    parameters.add(ones(maps).requires_grad_(true));
    parameters.add(zeros(maps).requires_grad_(true));
    statistics.add(zeros(maps));
    statistics.add(ones(maps));
  }

  private static Adam adam(List<Tensor> parameters, double l2) {
    AdamOptions options = new AdamOptions(2e-4);
    // In memory these lie as (beta2, beta1).
    options.betas().put(0, 0.999).put(1, 0.5);
    options.weight_decay().put(l2);
    return new Adam(new TensorVector(parameters.toArray(Tensor[]::new)), options);
  }

  private static void want(List<Tensor> parameters, boolean gradients) {
    parameters.forEach(parameter -> parameter.set_requires_grad(gradients));
  }

  private static long count(List<Tensor> parameters) {
    return parameters.stream().mapToLong(Tensor::numel).sum();
  }
}
