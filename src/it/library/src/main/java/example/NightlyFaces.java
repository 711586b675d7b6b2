package example;

import io.sparkdcgan.api.DcganImport;
import io.sparkdcgan.api.DcganSpark;
import io.sparkdcgan.api.DcganTraining;
import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.api.TrainedSnapshot.DrawnImages;
import io.sparkdcgan.api.TrainingOutcome.Finished;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Imports faces, looks at their mean, trains on them, and draws new ones: RECIPE FOLDER. */
public final class NightlyFaces {
  public static void main(String[] args) {
    String recipe = args[0];
    String folder = args[1];
    SparkConf conf = new SparkConf().setAppName("nightly faces").setIfMissing("spark.master", "local[2]");
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf))) {
      ImportedShards faces =
          DcganImport.from("toy:90").imageSize(16).shardImages(20).into(spark, folder + "/shards");

      JavaRDD<INDArray> batches = faces.tensors(spark, 32); // [n, 3, 16, 16] floats in [-1, 1]
      double sum = batches.mapToDouble(batch -> batch.sumNumber().doubleValue()).sum();
      long numbers = batches.map(INDArray::length).reduce(Long::sum);

      Finished trained =
          DcganTraining.of(recipe)
              .set("training.rounds", 2)
              .on(faces)
              .listener(round -> System.err.println("round " + round.round() + " of " + round.rounds()))
              .train(spark, folder + "/run")
              .orThrow();
      DrawnImages drawn = trained.run().latest().draw(spark, 64, folder + "/drawn");

      Map<String, Object> said = new LinkedHashMap<>();
      said.put("images", faces.images());
      said.put("mean", sum / numbers);
      said.put("digest", trained.result().digest());
      said.put("grid", drawn.grid());
      said.forEach((name, value) -> System.out.println(name + "=" + value));
    }
  }
}
