package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.api.RunScores.SnapshotScore;
import io.sparkdcgan.api.TrainedSnapshot.DrawnImages;
import io.sparkdcgan.api.TrainingListener.RoundProgress;
import io.sparkdcgan.api.TrainingOutcome.AlreadyComplete;
import io.sparkdcgan.api.TrainingOutcome.Completed;
import io.sparkdcgan.api.TrainingOutcome.Finished;
import io.sparkdcgan.api.TrainingOutcome.Stopped;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import scala.Tuple2;

/** A program of somebody else's, with a context of its own, in which it does several things. */
final class LibraryTest {
  @TempDir private static Path folder;

  private static JavaSparkContext spark;
  private static ImportedShards faces;

  /** Of the run that nothing happens to. */
  private static Finished undisturbed;

  @BeforeAll
  static void importAndTrain() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("theirs")
            .set("spark.ui.enabled", "false")
            .set("spark.task.cpus", "2");
    spark = new JavaSparkContext(DcganSpark.configure(conf, 2));
    faces =
        DcganImport.from("toy:60")
            .imageSize(16)
            .shardImages(20)
            .into(spark, folder.resolve("shards").toString());
    undisturbed = training().train(spark, run("undisturbed")).orThrow();
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static DcganTraining training() {
    return DcganTraining.ofDefaults()
        .set("network.preset", "pytorch")
        .set("network.width", 4)
        .set("training.worker-batch-size", 4)
        .set("training.rounds", 4)
        .set("averaging.local-steps", 2)
        .set("artifacts.grid-rows", 2)
        .set("run.lease-seconds", 5)
        .on(faces);
  }

  private static String run(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void anImportThatIsThereIsTheSame() {
    ImportedShards again =
        DcganImport.from("toy:60").imageSize(16).shardImages(20).into(spark, faces.uri());
    assertTrue(again.alreadyThere());
    assertFalse(faces.alreadyThere());
    assertEquals(faces.digest(), again.digest());
    assertEquals(60, ImportedShards.open(spark, faces.uri()).images());
  }

  @Test
  void theMeanGeneratorIsDrawnWithAndChangesNoNumberOfTheTraining() {
    Finished plain =
        training().set("averaging.generator-ema", 0).train(spark, run("plain")).orThrow();
    GanState with = state("undisturbed", undisturbed);
    GanState without = state("plain", plain);
    assertEquals(without.generator(), with.generator());
    assertEquals(without.discriminator(), with.discriminator());
    assertEquals(OuterMemory.none(), without.memory());
    assertNotEquals(with.generator(), with.drawingGenerator());
  }

  /** As the versions up to 0.2.0 left it, which knew fewer keys and kept no mean by default. */
  @Test
  void aRunOfAnEarlierVersionGoesOnWithoutAMeanThoughItsRecipeNamesNone() {
    DcganTraining nightly = training();
    Finished whole =
        nightly.set("averaging.generator-ema", 0).train(spark, run("unbroken")).orThrow();
    nightly
        .set("training.rounds", 2)
        .set("averaging.generator-ema", 0)
        .train(spark, run("earlier"))
        .orThrow();
    ObjectStore store = ObjectStore.at(run("earlier"), spark.hadoopConfiguration());
    RunIdentity begun = new RunFolder(store).identity();
    TreeMap<String, String> keys = new TreeMap<>(begun.configuration());
    keys.keySet()
        .removeIf(key -> key.matches(".*(generator|discriminator)-learning-rate|.*-start"));
    store.delete("run.json");
    store.delete("_SUCCESS");
    new RunFolder(store).claim(new RunIdentity(keys, begun.shardsDigest(), begun.versions()));
    Finished later = nightly.train(spark, run("earlier")).orThrow();
    assertEquals(whole.result().digest(), later.result().digest());
  }

  private static GanState state(String name, Finished finished) {
    GanNetworks networks = finished.run().networks();
    return new SnapshotStore(ObjectStore.at(run(name), spark.hadoopConfiguration()))
        .load(4, networks.generatorLayout(), networks.discriminatorLayout());
  }

  @Test
  void aSettingLeavesWhatItIsCalledOnAsItWas() {
    DcganImport usual = DcganImport.from("toy:60");
    assertThrows(Failure.class, () -> usual.imageSize(17).check());
    assertEquals(usual, usual.check());
    Failure all =
        assertThrows(
            Failure.class, () -> usual.imageSize(17).maxRejects(2).crop("all").into(spark, "x"));
    assertEquals(ExitCode.USAGE, all.code());
    assertTrue(all.getMessage().matches("(?s).*17.*--max-rejects.*--crop.*"), all.getMessage());
  }

  @Test
  void tensorsAreBatchesOfAllImages() {
    List<INDArray> batches = faces.tensors(spark, 8).collect();
    assertEquals(60, batches.stream().mapToLong(batch -> batch.size(0)).sum());
    for (INDArray batch : batches) {
      assertEquals(List.of(3L, 16L, 16L), Stream.of(1, 2, 3).map(batch::size).toList());
      assertTrue(batch.minNumber().doubleValue() >= -1 && batch.maxNumber().doubleValue() <= 1);
      assertTrue(batch.maxNumber().doubleValue() > batch.minNumber().doubleValue());
    }
  }

  /** Whoever goes on with the run need not be where it was begun. */
  @Test
  void aRelativePathOfTheImagesIsKeptInFull() {
    Path shards = Path.of(URI.create(faces.uri()));
    String relative = Path.of("").toAbsolutePath().relativize(shards).toString();
    TrainingOutcome again =
        training().set("data.shards", relative).train(spark, run("undisturbed"));
    assertInstanceOf(AlreadyComplete.class, again);
    assertEquals(
        shards.toString(),
        new RunFolder(ObjectStore.at(run("undisturbed"), spark.hadoopConfiguration()))
            .identity()
            .configuration()
            .get("data.shards"));
  }

  @Test
  void aRunDoesNotMixWithItsImages() {
    Path shards = Path.of(URI.create(faces.uri()));
    for (String run : List.of(shards.toString(), faces.uri() + "/a/../run", shards + "/a/")) {
      assertEquals(ExitCode.CONFIGURATION, code(() -> training().train(spark, run)), "in " + run);
    }
    assertFalse(shards.resolve("leases").toFile().exists());
  }

  @Test
  void aCompleteRunSaysSoAndItsSnapshotsDraw() {
    assertInstanceOf(Completed.class, undisturbed);
    TrainingOutcome again = training().train(spark, run("undisturbed"));
    assertInstanceOf(AlreadyComplete.class, again);
    assertEquals(undisturbed.result().digest(), again.orThrow().result().digest());

    TrainedSnapshot latest = undisturbed.run().latest();
    DrawnImages drawn = latest.draw(spark, 3, run("drawn"));
    assertEquals(4, drawn.round());
    assertTrue(folder.resolve("drawn/00000002.png").toFile().isFile());
    assertTrue(folder.resolve("drawn/grid.png").toFile().isFile());
    latest.draw(spark, 2, run("drawn"));
    assertFalse(folder.resolve("drawn/00000002.png").toFile().exists(), "it was drawn before");
    assertTrue(folder.resolve("drawn/00000001.png").toFile().isFile());
    assertTrue(folder.resolve("drawn/grid.safetensors").toFile().delete());
    Failure mixed = assertThrows(Failure.class, () -> latest.draw(spark, 1, run("drawn")));
    assertEquals(ExitCode.CONFIGURATION, mixed.code());
    assertTrue(mixed.getMessage().contains("holds 00000001.png, which no grid"));
    List<INDArray> tensors = latest.tensors(spark, 65, 1).collect();
    assertEquals(List.of(64L, 1L), tensors.stream().map(batch -> batch.size(0)).toList());
    assertEquals(16, tensors.get(1).size(3));
    assertThrows(Failure.class, () -> latest.draw(spark, 0, run("none")));

    List<SnapshotScore> scores =
        DcganScoring.of(undisturbed.run(), faces, 20, 1).scores(spark, Stream.of(latest));
    assertEquals(4, scores.get(0).round());
    assertTrue(scores.get(0).swd() > 0, scores::toString);
  }

  @Test
  void chosenLatentsAreDrawnAsThoseOfASeed() {
    TrainedSnapshot latest = undisturbed.run().latest();
    INDArray latents = latest.latents(65, 7);
    INDArray drawn = latest.draw(latents);
    assertArrayEquals(new long[] {65, 3, 16, 16}, drawn.shape());
    List<INDArray> tensors = latest.tensors(spark, 65, 7).collect();
    assertEquals(tensors.get(1), drawn.get(NDArrayIndex.interval(64, 65)));
    // Rows in another order are images in another order, in doubles and in Fortran's order too.
    INDArray turned = latents.getRows(64, 0).castTo(DataType.DOUBLE).dup('f');
    INDArray pair = latest.draw(turned);
    assertEquals(drawn.slice(64), pair.slice(0));
    assertEquals(drawn.slice(0), pair.slice(1));

    Failure narrow = assertThrows(Failure.class, () -> latest.draw(Nd4j.ones(2, 3)));
    assertEquals(ExitCode.USAGE, narrow.code());
    assertTrue(narrow.getMessage().contains("[2, 3]"), narrow.getMessage());
    latents.putScalar(1, 2, Float.NaN);
    assertTrue(
        assertThrows(Failure.class, () -> latest.draw(latents)).getMessage().contains("[1, 2]"));
  }

  @Test
  void dl4jSparksOwnForwardPassDrawsAndJudgesAsTheSnapshotDoes() {
    NetworkConfig network = Networks.tiny(Preset.PYTORCH, 16, 4);
    GanNetworks networks = GanNetworks.of(network);
    TrainedSnapshot latest =
        new TrainedSnapshot(
            network,
            ofChance(networks.generatorLayout()),
            ofChance(networks.discriminatorLayout()),
            1);
    INDArray latents = latest.latents(70, 7);
    List<Tuple2<Integer, INDArray>> rows =
        IntStream.range(0, 70).mapToObj(i -> new Tuple2<>(i, latents.getRows(i))).toList();
    JavaPairRDD<Integer, INDArray> drawn =
        latest.sparkGenerator(spark).feedForwardWithKey(spark.parallelizePairs(rows, 2), 16);
    Map<Integer, INDArray> images = drawn.collectAsMap();
    Map<Integer, INDArray> judged =
        latest.sparkDiscriminator(spark).feedForwardWithKey(drawn, 16).collectAsMap();

    INDArray ours = latest.draw(latents);
    float[] logits;
    try (FrozenNetwork judging = FrozenNetwork.discriminator(networks, latest.discriminator())) {
      logits = judging.outputs(ours.reshape(ours.length()).toFloatVector());
    }
    assertEquals(70, images.size());
    for (int i = 0; i < 70; i++) {
      assertArrayEquals(new long[] {1, 3, 16, 16}, images.get(i).shape());
      INDArray difference = images.get(i).sub(ours.slice(i).reshape(1, 3, 16, 16));
      assertTrue(difference.amaxNumber().doubleValue() < 1e-5, "image " + i);
      assertEquals(1 / (1 + Math.exp(-logits[i])), judged.get(i).getDouble(0), 1e-5);
    }
    assertTrue(ours.stdNumber().doubleValue() > 0.1, "images are not gray: " + ours.stdNumber());
    assertTrue(new HashSet<>(judged.values()).size() > 60, "verdicts differ");
  }

  /** Networks that have forgotten their start, with images in all colors. */
  private static NetworkState ofChance(NetworkLayout layout) {
    RandomStream chance = RandomStream.of(1, "test");
    float[] parameters = new float[Math.toIntExact(layout.parameterCount())];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) chance.nextDouble(-0.5, 0.5);
    }
    float[] statistics = new float[Math.toIntExact(layout.statisticCount())];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = (float) chance.nextDouble(0.5, 1.5);
    }
    float[] moments = new float[parameters.length];
    return new NetworkState(parameters, moments, moments, statistics, 0);
  }

  @Test
  void aRunThatIsAskedToStopGoesOnWithTheSameCall() {
    StopRequest stop = new StopRequest();
    List<String> heard = new ArrayList<>();
    TrainingOutcome stopped =
        training()
            .listener(
                round -> {
                  heard.add(round.round() + "/" + round.rounds());
                  stop.ask();
                  throw new IllegalStateException("a listener's own fault");
                })
            .stopOn(stop)
            .train(spark, run("stopped"));
    assertEquals(List.of("1/4"), heard);
    Failure why = assertInstanceOf(Stopped.class, stopped).why();
    assertEquals(ExitCode.PREEMPTED, why.code());
    assertEquals(1L, why.facts().get("round"));
    assertTrue(
        why.getMessage().startsWith("asked to stop; the state after round 1"), why::getMessage);
    assertEquals(why, assertThrows(Failure.class, stopped::orThrow));

    Finished resumed = training().train(spark, run("stopped")).orThrow();
    assertEquals(1, resumed.result().resumedFrom().orElseThrow());
    assertEquals(undisturbed.result().digest(), resumed.result().digest());
  }

  @Test
  void anInterruptIsARequestToStop() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    List<Boolean> flag = new ArrayList<>();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<TrainingOutcome> outcome =
        pool.submit(
            () -> {
              Thread self = Thread.currentThread();
              TrainingOutcome ended =
                  training()
                      .set("training.rounds", 1000)
                      .set("averaging.local-steps", 100_000)
                      .listener(watch(begun))
                      .train(spark, run("interrupted"));
              flag.add(self.isInterrupted());
              return ended;
            });
    begun.await();
    // Whenever the round's job has begun.
    while (spark.statusTracker().getActiveJobIds().length == 0) {
      Thread.sleep(10);
    }
    pool.shutdownNow();
    assertInstanceOf(Stopped.class, outcome.get(2, TimeUnit.MINUTES));
    assertEquals(List.of(true), flag);
  }

  @Test
  void twoTrainingsOfOneContextDoNotDisturbEachOther() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Future<TrainingOutcome> one = pool.submit(() -> training().train(spark, run("one")));
    Future<TrainingOutcome> other = pool.submit(() -> training().train(spark, run("other")));
    pool.shutdown();
    assertEquals(undisturbed.result().digest(), one.get().orThrow().result().digest());
    assertEquals(undisturbed.result().digest(), other.get().orThrow().result().digest());
  }

  @Test
  void whatCannotGoOnAtATimeIsRefused() {
    List<Failure> refused = new ArrayList<>();
    DcganTraining beside = training().set("training.rounds", 1);
    training()
        .set("training.rounds", 1)
        .listener(
            round -> {
              // The same folder, then another number of threads.
              refused.add(assertThrows(Failure.class, () -> training().train(spark, run("first"))));
              refused.add(
                  assertThrows(
                      Failure.class,
                      () -> beside.set("compute.threads", 2).train(spark, run("second"))));
            })
        .train(spark, run("first"))
        .orThrow();
    assertEquals(
        List.of(ExitCode.HELD, ExitCode.CONFIGURATION),
        refused.stream().map(Failure::code).toList());
    assertTrue(refused.get(1).getMessage().contains("compute.threads"), refused::toString);
    assertInstanceOf(Completed.class, beside.set("compute.threads", 2).train(spark, run("second")));
  }

  @Test
  void theCallersJobGroupAndItsStandardOutputAreLeftAlone() {
    spark.setJobGroup("theirs", "their jobs");
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      training().set("training.rounds", 1).train(spark, run("quiet")).orThrow();
    } finally {
      System.setOut(before);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
    assertEquals("theirs", spark.getLocalProperty("spark.jobGroup.id"));
    spark.clearJobGroup();
  }

  @Test
  void mistakesAreFailuresWithTheCodesOfTheContract() {
    assertEquals(ExitCode.INPUT_MISSING, code(() -> DcganRun.open(spark, run("nothing"))));
    assertEquals(ExitCode.INPUT_MISSING, code(() -> ImportedShards.open(spark, run("nothing"))));
    assertEquals(
        ExitCode.INPUT_MISSING,
        code(() -> DcganTraining.of(run("no.conf")).train(spark, run("nothing"))));
    assertEquals(
        ExitCode.CONFIGURATION, code(() -> DcganTraining.of("").train(spark, run("nothing"))));
    assertEquals(ExitCode.CONFIGURATION, code(() -> training().train(spark, "")));
    assertEquals(
        ExitCode.CONFIGURATION,
        code(() -> training().set("training.rounds", 0).train(spark, run("nothing"))));
    assertEquals(
        ExitCode.CONFIGURATION,
        code(() -> training().set("compute.threads", 3).train(spark, run("nothing"))));
    assertEquals(
        ExitCode.SNAPSHOT,
        code(() -> training().set("run.seed", 2).train(spark, run("undisturbed"))));
    assertNotNull(undisturbed.run().after(4));
    assertEquals(ExitCode.SNAPSHOT, code(() -> undisturbed.run().after(3)));
  }

  private static ExitCode code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(Failure.class, call).code();
  }

  private static TrainingListener watch(CountDownLatch begun) {
    return new TrainingListener() {
      @Override
      public void begins(long round, long rounds) {
        begun.countDown();
      }

      @Override
      public void completed(RoundProgress round) {}
    };
  }
}
