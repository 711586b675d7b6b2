package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.RejectCount;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.dedup.CodeTraining.CodeUpdate;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.spark.CrossingTypes;
import java.util.List;
import java.util.stream.Stream;

/** What an import sends: parts of sources, what became of them, and images' codes. */
public final class ImportTypes implements CrossingTypes {
  private static final List<Class<?>> OWN =
      List.of(
          RejectedImage.class,
          RejectCount.class,
          ImportTally.class,
          CodeUpdate.class,
          Encoder.class,
          ImageCode.class,
          DuplicateSearch.CodedPlace.class,
          DuplicateSearch.CodedImage.class,
          NearCodes.Band.class,
          NearCodes.Pair.class,
          Duplicate.class);

  @Override
  public List<Class<?>> types() {
    return Stream.<List<? extends Class<?>>>of(
            ImageSources.partTypes(), ImageSources.partFields(), OWN)
        .<Class<?>>flatMap(List::stream)
        .toList();
  }
}
