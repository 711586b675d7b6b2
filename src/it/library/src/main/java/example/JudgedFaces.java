package example;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.DcganSpark;
import io.sparkdcgan.api.TrainedSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;
import scala.Tuple2;

/** Draws with a run's networks and judges what was drawn, by dl4j-spark's own forward pass: RUN COUNT. */
public final class JudgedFaces {
  public static void main(String[] args) {
    int count = Integer.parseInt(args[1]);
    SparkConf conf = new SparkConf().setAppName("judged faces").setIfMissing("spark.master", "local[2]");
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf))) {
      TrainedSnapshot snapshot = DcganRun.open(spark, args[0]).latest();
      INDArray latents = snapshot.latents(count, 7);
      List<Tuple2<Integer, INDArray>> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rows.add(new Tuple2<>(i, latents.getRows(i)));
      }

      JavaPairRDD<Integer, INDArray> drawn =
          snapshot.sparkGenerator(spark).feedForwardWithKey(spark.parallelizePairs(rows), 64);
      JavaPairRDD<Integer, INDArray> judged =
          snapshot.sparkDiscriminator(spark).feedForwardWithKey(drawn, 64); // each [1, 1]

      double furthest = 0;
      for (Tuple2<Integer, INDArray> image : drawn.collect()) {
        INDArray ours = snapshot.draw(latents.getRows(image._1()));
        furthest = Math.max(furthest, ours.sub(image._2()).amaxNumber().doubleValue());
      }
      System.out.println("drawn=" + drawn.count());
      System.out.println("real=" + judged.filter(verdict -> verdict._2().getDouble(0) > 0.5).count());
      System.out.println("furthest=" + furthest);
    }
  }
}
