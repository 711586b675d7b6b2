package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.engine.LocalStep;
import io.sparkdcgan.engine.StepClock;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes steps: one update of the discriminator, of the generator, or of both (Radford et al. 2015;
 * Goodfellow et al. 2014, algorithm 1). Whatever the discriminator sees may be augmented before,
 * the same way for real and drawn images and in both updates (Zhao et al. 2020). Running statistics
 * of a network move only in its own update.
 *
 * <p>Owns its native memory, which goes with {@link #close}. Belongs to one thread at a time.
 */
public final class GanStep implements LocalStep {
  private final TrainingConfig training;
  private final StepClock clock;
  private final LogitLoss generatorLoss;
  private final TrainedNetwork generator;
  private final TrainedNetwork discriminator;
  private final List<Nd4jBatch> batches;

  /** The generator's pass, kept for a whole step. */
  private final MemoryWorkspace drawingMemory;

  /** One pass through the discriminator and back, reused for the next. */
  private final MemoryWorkspace judgingMemory;

  /**
   * Steps of networks that are loaded later.
   *
   * @param batch the most images of a step
   */
  public GanStep(GanNetworks networks, TrainingConfig training, int batch) {
    this(networks, training, batch, StepClock.NONE);
  }

  /** Steps on whole minibatches, from {@code start} on, which is copied. */
  public GanStep(GanNetworks networks, TrainingConfig training, GanState start) {
    this(networks, training, start, StepClock.NONE);
  }

  /** The same, telling what the parts of each step take. */
  public GanStep(GanNetworks networks, TrainingConfig training, GanState start, StepClock clock) {
    this(networks, training, training.batchSize(), clock);
    load(start);
  }

  private GanStep(GanNetworks networks, TrainingConfig training, int batch, StepClock clock) {
    this.training = training;
    this.clock = clock;
    this.generatorLoss = LogitLoss.of(training.generatorLoss());
    this.generator =
        new TrainedNetwork(networks.generatorLayout(), training, training.generatorAdam());
    this.discriminator =
        new TrainedNetwork(networks.discriminatorLayout(), training, training.discriminatorAdam());
    this.batches =
        List.of(new Nd4jBatch(networks.config(), batch), new Nd4jBatch(networks.config(), batch));
    StepMemory memory = StepMemory.of(networks, training, batch);
    this.drawingMemory = Ops.workspace(memory.drawing());
    this.judgingMemory = Ops.workspace(memory.judging());
  }

  @Override
  public List<Batch> batches() {
    return List.copyOf(batches);
  }

  @Override
  public StepLosses advance(Batch batch, int count, long number) {
    Nd4jBatch own = batches.get(batches.indexOf(batch));
    return advance(own.realNchw(count), own.latents(count), own.seeds(), number);
  }

  /** The same as below, whose augmentation, if there is any, is drawn from the step's number. */
  public StepLosses advance(INDArray realNchw, INDArray latents, long number) {
    long[] seeds =
        LongStream.range(0, realNchw.size(0))
            .map(row -> RandomStream.hash(number, "augmentation", row))
            .toArray();
    return advance(realNchw, latents, seeds, number);
  }

  /**
   * Takes one step.
   *
   * @param realNchw real images [n, 3, S, S] in [-1, 1]; kept
   * @param latents [n, latent size]; kept
   * @param seeds what augmentation draws for each image comes from; read only if there is any
   * @param number of the step in the run, from 0: the paper's schedule trains the generator on even
   *     steps and the discriminator on odd ones
   */
  @SuppressWarnings("try") // a scope is entered and left, nothing more
  public StepLosses advance(INDArray realNchw, INDArray latents, long[] seeds, long number) {
    boolean each = training.schedule() == Schedule.EACH_BATCH;
    boolean trainDiscriminator = each || number % 2 == 1;
    boolean trainGenerator = each || number % 2 == 0;
    try (MemoryWorkspace scope = drawingMemory.notifyScopeEntered()) {
      Tape drawing = tape("generator");
      INDArray drawnNchw = generator.train(latents, drawing);
      StepLosses judged =
          trainDiscriminator
              ? updateDiscriminator(realNchw, drawnNchw, seeds)
              : new StepLosses(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
      double generatorLoss =
          trainGenerator ? updateGenerator(drawnNchw, seeds, drawing) : Double.NaN;
      return new StepLosses(
          judged.discriminator(), generatorLoss, judged.judgedReal(), judged.judgedDrawn());
    }
  }

  @Override
  public void load(GanState start) {
    generator.load(start.generator());
    discriminator.load(start.discriminator());
  }

  @Override
  public GanState state(Progress progress) {
    return new GanState(generator.state(), discriminator.state(), progress);
  }

  /** The workspace of the generator's pass. */
  MemoryWorkspace drawingMemory() {
    return drawingMemory;
  }

  /** The workspace of the discriminator's passes. */
  MemoryWorkspace judgingMemory() {
    return judgingMemory;
  }

  /** Bytes that both networks keep to write to for a moment. */
  long scratchBytes() {
    return generator.scratchBytes() + discriminator.scratchBytes();
  }

  @Override
  public void close() {
    drawingMemory.destroyWorkspace(true);
    judgingMemory.destroyWorkspace(true);
    generator.close();
    discriminator.close();
    batches.forEach(Nd4jBatch::close);
  }

  private StepLosses updateDiscriminator(INDArray realNchw, INDArray drawnNchw, long[] seeds) {
    Verdict real =
        judge(
            realNchw,
            augmentation(seeds, "real"),
            LogitLoss.JUDGED_REAL,
            GradientRequest.PARAMETERS);
    Verdict drawn =
        judge(
            drawnNchw,
            augmentation(seeds, "drawn"),
            LogitLoss.JUDGED_DRAWN,
            GradientRequest.MORE_PARAMETERS);
    update("discriminator", discriminator);
    return new StepLosses(
        real.loss() + drawn.loss(), Double.NaN, real.meanProbability(), drawn.meanProbability());
  }

  /** The discriminator's gradients for one batch; its parameters do not move yet. */
  @SuppressWarnings("try") // a scope is entered and left, nothing more
  private Verdict judge(
      INDArray imagesNchw, AugmentationLayer before, LogitLoss loss, GradientRequest wanted) {
    try (MemoryWorkspace scope = judgingMemory.notifyScopeEntered()) {
      Tape judging = tape("discriminator");
      LogitLoss.Evaluated verdict = loss.evaluate(logits(imagesNchw, before, judging));
      judging.backward(verdict.gradient(), wanted);
      judging.commitStatistics();
      return new Verdict(verdict.loss(), verdict.meanProbability());
    }
  }

  /** The gradient flows through the discriminator and leaves it as it is. */
  @SuppressWarnings("try") // a scope is entered and left, nothing more
  private double updateGenerator(INDArray drawnNchw, long[] seeds, Tape drawing) {
    try (MemoryWorkspace scope = judgingMemory.notifyScopeEntered()) {
      Tape judging = tape("discriminator");
      LogitLoss.Evaluated verdict =
          generatorLoss.evaluate(
              logits(drawnNchw, augmentation(seeds, "drawn for the generator"), judging));
      INDArray imageGradient = judging.backward(verdict.gradient(), GradientRequest.INPUT);
      drawing.backward(imageGradient, GradientRequest.PARAMETERS);
      drawing.commitStatistics();
      update("generator", generator);
      return verdict.loss();
    }
  }

  private AugmentationLayer augmentation(long[] seeds, String pass) {
    return new AugmentationLayer(training.augmentation(), seeds, pass);
  }

  /** What the discriminator says of images after their augmentation, if there is any. */
  private INDArray logits(INDArray imagesNchw, AugmentationLayer before, Tape judging) {
    return discriminator.train(
        training.augmentation().isNone()
            ? imagesNchw
            : judging.forward(AugmentationLayer.NAME, before, imagesNchw),
        judging);
  }

  private void update(String name, TrainedNetwork network) {
    long begin = System.nanoTime();
    network.update();
    clock.spent(name + " update", System.nanoTime() - begin);
  }

  private Tape tape(String network) {
    return new Tape((part, nanos) -> clock.spent(network + " " + part, nanos));
  }

  /** What is left of a pass: numbers, no arrays. */
  private record Verdict(double loss, double meanProbability) {}
}
