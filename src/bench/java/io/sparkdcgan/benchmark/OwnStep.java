package io.sparkdcgan.benchmark;

import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.engine.nd4j.GanStep;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The step that training takes. Belongs to the thread that made it. */
final class OwnStep implements Contender {
  static final String NAME = "spark-dcgan";

  private final StepTask task;
  private final int threads;
  private final INDArray realNchw;
  private final INDArray latents;
  private final GanStep step;
  private long number;

  /**
   * @param threads of the arithmetic, at least 1
   */
  OwnStep(StepTask task, int threads) {
    this.task = task;
    this.threads = threads;
    ComputeThreads.use(threads);
    realNchw = task.realNchw();
    latents = task.latents();
    step = new GanStep(task.networks(), task.training(), task.start());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long images() {
    return task.batch();
  }

  @Override
  public double turn() {
    // One of the limits is the process's: others who take turns here have set their own.
    ComputeThreads.use(threads);
    long begin = System.nanoTime();
    step.advance(realNchw, latents, number++);
    return (System.nanoTime() - begin) * 1e-9;
  }

  @Override
  public void close() {
    step.close();
    realNchw.close();
    latents.close();
  }
}
