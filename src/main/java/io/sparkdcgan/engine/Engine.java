package io.sparkdcgan.engine;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.TrainingConfig;
import java.io.Serializable;

/** Computes steps. Crosses Spark with the training that it is for; holds nothing itself. */
public interface Engine extends Serializable {
  /**
   * Sets how many threads the calling thread's arithmetic uses.
   *
   * @param threads at least 1
   */
  void useThreads(int threads);

  /** The GPU that the calling thread computes on; always the same number on CPUs. */
  int device();

  /**
   * Memory for one worker's steps, on the calling thread's device; the caller's to close.
   *
   * @param batch the most images of a step: the worker's share of the minibatch
   */
  LocalStep newStep(NetworkConfig network, TrainingConfig training, int batch);
}
