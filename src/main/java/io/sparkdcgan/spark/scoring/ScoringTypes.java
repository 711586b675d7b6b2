package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.evaluation.FeatureMoments;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.LabeledFeatures;
import io.sparkdcgan.evaluation.NearImage;
import io.sparkdcgan.evaluation.NearestFound;
import io.sparkdcgan.evaluation.NearestSearch;
import io.sparkdcgan.evaluation.PatchDictionary;
import io.sparkdcgan.evaluation.Standardization;
import io.sparkdcgan.evaluation.Whitening;
import io.sparkdcgan.spark.CrossingTypes;
import java.util.List;
import java.util.stream.Stream;

/** What scores send: images, features and what is learned from them. */
public final class ScoringTypes implements CrossingTypes {
  /** What MLlib's k-means collects; Spark itself registers the points and not their arrays. */
  private static final String POINTS = "[Lorg.apache.spark.mllib.clustering.VectorWithNorm;";

  private static final List<Class<?>> OWN =
      List.of(
          ImageSet.class,
          NearestSearch.class,
          NearestFound.class,
          NearImage.class,
          NearImage[].class,
          LabeledFeatures.class,
          FeatureMoments.class,
          Standardization.class,
          Whitening.class,
          PatchDictionary.class);

  @Override
  public List<Class<?>> types() {
    return Stream.concat(OWN.stream(), points()).toList();
  }

  private static Stream<Class<?>> points() {
    try {
      return Stream.of(Class.forName(POINTS, false, ScoringTypes.class.getClassLoader()));
    } catch (ClassNotFoundException absent) {
      // A Spark without MLlib, which needs none of them.
      return Stream.empty();
    }
  }
}
