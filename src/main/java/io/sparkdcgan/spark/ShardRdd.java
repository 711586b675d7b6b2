package io.sparkdcgan.spark;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/**
 * Shards as an RDD: partition i is shard i of the manifest, one block, read when it is computed.
 */
final class ShardRdd extends RDD<ImageBlock> {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final int imageSize;
  private final Broadcast<SerializableConfiguration> settings;
  // the driver's alone: a task gets its shard with its partition
  private final transient List<Shard> shards;

  ShardRdd(
      SparkContext spark,
      String folder,
      ShardManifest manifest,
      Broadcast<SerializableConfiguration> settings) {
    super(
        spark,
        JavaConverters.asScalaBuffer(List.<Dependency<?>>of()),
        ClassTag$.MODULE$.apply(ImageBlock.class));
    this.folder = folder;
    this.imageSize = manifest.imageSize();
    this.shards = manifest.shards();
    this.settings = settings;
  }

  private static final class ShardPartition implements Partition {
    private static final long serialVersionUID = 1;

    private final int index;
    private final Shard shard;

    ShardPartition(int index, Shard shard) {
      this.index = index;
      this.shard = shard;
    }

    @Override
    public int index() {
      return index;
    }
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[shards.size()];
    Arrays.setAll(partitions, index -> new ShardPartition(index, shards.get(index)));
    return partitions;
  }

  @Override
  public Iterator<ImageBlock> compute(Partition split, TaskContext context) {
    try {
      ShardReader reader = new ShardReader(folder, imageSize, settings.value().value());
      ImageBlock block = reader.read(((ShardPartition) split).shard);
      return JavaConverters.asScalaIterator(List.of(block).iterator());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read shard " + split.index() + " of " + folder, e);
    }
  }

  /** Hosts that hold the shard's blocks; none where the storage does not say. */
  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    Shard shard = ((ShardPartition) split).shard;
    Path path = new Path(folder, shard.file());
    Configuration hadoop = settings.value().value();
    try {
      BlockLocation[] blocks =
          path.getFileSystem(hadoop).getFileBlockLocations(path, 0, shard.bytes());
      return JavaConverters.asScalaBuffer(hosts(blocks));
    } catch (IOException e) {
      // a preference is not worth failing for: reading the shard will say what is wrong
      return JavaConverters.asScalaBuffer(List.<String>of());
    }
  }

  private static List<String> hosts(BlockLocation[] blocks) throws IOException {
    TreeSet<String> hosts = new TreeSet<>();
    for (BlockLocation block : blocks) {
      hosts.addAll(Arrays.asList(block.getHosts()));
    }
    // what file: and s3a: answer; no executor is called so
    hosts.remove("localhost");
    return List.copyOf(hosts);
  }
}
