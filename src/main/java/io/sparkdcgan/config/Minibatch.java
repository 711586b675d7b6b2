package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * The images of one step and how workers share them: each takes as many, and the first ones take
 * one more where that leaves a remainder. The average weighs a worker by its images (Radford et al.
 * 2015, section 4: minibatches of 128).
 *
 * @param images that all workers together take a step, at least 1
 * @param workers who share them, at least 1
 */
public record Minibatch(int images, int workers) implements Serializable {
  /** The most images that one worker may take. */
  public static final int MOST_OF_A_WORKER = 65_536;

  /**
   * Images that this worker takes a step: at least 0.
   *
   * @param worker its number, from 0
   */
  public int share(int worker) {
    return images / workers + (worker < images % workers ? 1 : 0);
  }

  /** The most images that a worker takes: what its memory is made for. */
  public int largestShare() {
    return share(0);
  }

  /** The fewest images that a worker takes: what batch norm has to do with. */
  public int smallestShare() {
    return share(workers - 1);
  }

  /**
   * Images of a step that the workers before this one take.
   *
   * @param worker its number, from 0
   */
  public int before(int worker) {
    return worker * (images / workers) + Math.min(worker, images % workers);
  }

  /** Shares in words: {@code 32}, or {@code 32 to 33}. */
  public String shares() {
    return smallestShare() == largestShare()
        ? String.valueOf(largestShare())
        : "%s to %s".formatted(smallestShare(), largestShare());
  }
}
