package io.sparkdcgan.spark;

import io.sparkdcgan.data.ImageBlock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The stored pictures that are nearest to given ones, exactly, by the squared difference of their
 * bytes: every shard is read once and tells its own nearest ones.
 */
public final class NearestPictures {
  private final JavaSparkContext spark;
  private final TensorRdd tensors;

  public NearestPictures(JavaSparkContext spark, TensorRdd tensors) {
    this.spark = spark;
    this.tensors = tensors;
  }

  /**
   * Searches all shards.
   *
   * @param pictures [3, S, S] unsigned bytes each
   * @param wanted how many for each, at least 1; fewer if there are not as many
   * @param equals whether pictures that are equal to the given one to the byte count
   * @return for each picture the nearest, the nearest first; those of one distance by their keys
   */
  public List<List<NearPicture>> of(List<byte[]> pictures, int wanted, boolean equals) {
    Broadcast<byte[][]> given = spark.broadcast(pictures.toArray(byte[][]::new));
    try {
      List<Tuple2<Integer, NearPicture[]>> found =
          tensors
              .shards()
              .flatMapToPair(
                  block ->
                      IntStream.range(0, given.value().length)
                          .mapToObj(
                              i -> new Tuple2<>(i, near(block, given.value()[i], wanted, equals)))
                          .iterator())
              .reduceByKey((one, other) -> merged(one, other, wanted))
              .collect();
      NearPicture[][] nearest = new NearPicture[pictures.size()][];
      found.forEach(pair -> nearest[pair._1()] = pair._2());
      return Arrays.stream(nearest).map(List::of).toList();
    } finally {
      given.destroy();
    }
  }

  private static NearPicture[] near(ImageBlock block, byte[] picture, int wanted, boolean equals) {
    long[] distances = new long[block.count()];
    Arrays.setAll(distances, i -> distance(block.pixels(), i * picture.length, picture));
    return IntStream.range(0, block.count())
        .filter(i -> equals || distances[i] > 0)
        .boxed()
        .sorted(
            (one, other) ->
                NearPicture.order(
                    distances[one], block.key(one), distances[other], block.key(other)))
        .limit(wanted)
        .map(i -> new NearPicture(block.key(i), distances[i], block.record(i).pixels()))
        .toArray(NearPicture[]::new);
  }

  private static NearPicture[] merged(NearPicture[] one, NearPicture[] other, int wanted) {
    return Stream.concat(Arrays.stream(one), Arrays.stream(other))
        .sorted(NearPicture::order)
        .limit(wanted)
        .toArray(NearPicture[]::new);
  }

  private static long distance(byte[] pixels, int from, byte[] picture) {
    long sum = 0;
    for (int i = 0; i < picture.length; i++) {
      int difference = (pixels[from + i] & 0xFF) - (picture[i] & 0xFF);
      sum += (long) difference * difference;
    }
    return sum;
  }
}
