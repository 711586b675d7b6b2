package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.KryoTypes;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoRegistrator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts that somebody made without asking us, and what may be set in them. */
final class ForeignContextTest {
  private static final String JAVA = "org.apache.spark.serializer.JavaSerializer";
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

  @TempDir private Path folder;
  private String shards;

  /** Another program's registrator. */
  public static final class Theirs implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
      kryo.register(Theirs.class);
    }
  }

  /** One that calls ours. */
  public static final class Both implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
      new KryoTypes().registerClasses(kryo);
    }
  }

  @BeforeEach
  void importFaces() {
    shards = folder.resolve("shards").toString();
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf()))) {
      importInto(spark);
    }
  }

  private static SparkConf conf() {
    return new SparkConf(false)
        .setMaster("local[1]")
        .setAppName("theirs")
        .set("spark.ui.enabled", "false");
  }

  private ImportedShards importInto(JavaSparkContext spark) {
    return DcganImport.from("toy:20").imageSize(16).shardImages(10).into(spark, shards);
  }

  @Test
  void aContextByDefaultReadsTensorsAndIsToldWhatElseItLacks() {
    try (JavaSparkContext spark = new JavaSparkContext(conf())) {
      ImportedShards faces = ImportedShards.open(spark, shards);
      assertEquals(
          20, faces.tensors(spark, 8).repartition(2).map(batch -> batch.size(0)).reduce(Long::sum));
      Failure lacking = assertThrows(Failure.class, () -> importInto(spark));
      assertEquals(ExitCode.CONFIGURATION, lacking.code());
      assertEquals(
          "spark.serializer is "
              + JAVA
              + ", which cannot send states and images: set it to "
              + KRYO
              + " before the context is made, as DcganSpark.configure(SparkConf) does;"
              + " spark.locality.wait is 3s, with which jobs on a local master may wait forever: set"
              + " it to 0s before the context is made, as DcganSpark.configure(SparkConf) does",
          lacking.getMessage());
    }
  }

  @Test
  void kryoWithoutOurTypesWouldSpoilTensors() {
    try (JavaSparkContext spark = new JavaSparkContext(conf().set("spark.serializer", KRYO))) {
      ImportedShards faces = ImportedShards.open(spark, shards);
      Failure lacking = assertThrows(Failure.class, () -> faces.tensors(spark, 8));
      assertEquals(ExitCode.CONFIGURATION, lacking.code());
      assertTrue(
          lacking.getMessage().startsWith("spark.kryo.registrator is ''"), lacking::getMessage);
      assertTrue(lacking.getMessage().contains(KryoTypes.class.getName()), lacking::getMessage);
    }
  }

  @Test
  void aRegistratorThatCallsOursWillDo() {
    SparkConf conf =
        conf()
            .set("spark.serializer", KRYO)
            .set("spark.kryo.registrator", Both.class.getName())
            .set("spark.locality.wait", "0");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertTrue(importInto(spark).alreadyThere());
    }
  }

  @Test
  void whatIsSetStaysAndOurRegistratorComesBesideTheirs() {
    SparkConf conf =
        conf()
            .set("spark.kryo.registrator", Theirs.class.getName())
            .set("spark.shuffle.compress", "true");
    SparkConf once = DcganSpark.configure(conf).clone();
    assertEquals(
        Theirs.class.getName() + "," + KryoTypes.class.getName(),
        conf.get("spark.kryo.registrator"));
    assertEquals("true", conf.get("spark.shuffle.compress"));
    assertFalse(conf.contains("spark.kryo.registrationRequired"));
    assertEquals(once.toDebugString(), DcganSpark.configure(conf).toDebugString());
  }

  @Test
  void whatIsSetSoThatItCannotWorkIsRefusedBeforeThereIsAContext() {
    Failure refused =
        assertThrows(
            Failure.class, () -> DcganSpark.configure(conf().set("spark.serializer", JAVA)));
    assertEquals(ExitCode.CONFIGURATION, refused.code());
    assertThrows(Failure.class, () -> DcganSpark.configure(conf(), 2));
    assertEquals("2", DcganSpark.configure(conf().setMaster("local[2]"), 2).get("spark.task.cpus"));
  }

  @Test
  void aStoppedContextIsSaidToBeOne() {
    JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf()));
    ImportedShards faces = importInto(spark);
    spark.close();
    assertEquals(
        ExitCode.UNAVAILABLE, assertThrows(Failure.class, () -> faces.tensors(spark, 8)).code());
    assertEquals(ExitCode.UNAVAILABLE, assertThrows(Failure.class, () -> importInto(spark)).code());
  }
}
