package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/**
 * The facts of executors as an RDD: each partition prefers one of them, and tells of where it is.
 */
final class ProbeRdd extends RDD<ExecutorFacts> {
  private static final long serialVersionUID = 1;

  private final String shards;
  private final String versions;
  private final Broadcast<SerializableConfiguration> settings;
  private final transient List<String> places;

  /**
   * @param places one for each partition, as Spark writes a task's preferred executor; empty for
   *     any
   */
  ProbeRdd(
      SparkContext spark,
      String shards,
      String versions,
      Broadcast<SerializableConfiguration> settings,
      List<String> places) {
    super(
        spark,
        JavaConverters.asScalaBuffer(List.<Dependency<?>>of()),
        ClassTag$.MODULE$.apply(ExecutorFacts.class));
    this.shards = shards;
    this.versions = versions;
    this.settings = settings;
    this.places = places;
  }

  private static final class Place implements Partition {
    private static final long serialVersionUID = 1;

    private final int index;
    private final String location;

    Place(int index, String location) {
      this.index = index;
      this.location = location;
    }

    @Override
    public int index() {
      return index;
    }
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[places.size()];
    Arrays.setAll(partitions, index -> new Place(index, places.get(index)));
    return partitions;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    String location = ((Place) split).location;
    return JavaConverters.asScalaBuffer(location.isEmpty() ? List.<String>of() : List.of(location));
  }

  @Override
  public Iterator<ExecutorFacts> compute(Partition split, TaskContext context) {
    return JavaConverters.asScalaIterator(Stream.of(facts()).iterator());
  }

  private ExecutorFacts facts() {
    String found;
    boolean readable = false;
    try {
      found = ShardManifest.read(shards, settings.value().value()).digest();
      readable = true;
    } catch (Failure e) {
      found = e.getMessage();
    } catch (IOException e) {
      found = "cannot read the manifest of %s: %s".formatted(shards, e.getMessage());
    }
    return ExecutorFacts.here(
        SparkEnv.get().executorId(),
        SparkEnv.get().blockManager().blockManagerId().host(),
        versions,
        found,
        readable);
  }
}
