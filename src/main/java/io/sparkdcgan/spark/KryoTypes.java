package io.sparkdcgan.spark;

import com.esotericsoftware.kryo.Kryo;
import de.javakaffee.kryoserializers.SynchronizedCollectionsSerializer;
import de.javakaffee.kryoserializers.UnmodifiableCollectionsSerializer;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.RejectCount;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.dedup.CodeUpdate;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.evaluation.FeatureMoments;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.LabeledFeatures;
import io.sparkdcgan.evaluation.NearImage;
import io.sparkdcgan.evaluation.NearestFound;
import io.sparkdcgan.evaluation.NearestSearch;
import io.sparkdcgan.evaluation.PatchDictionary;
import io.sparkdcgan.evaluation.Standardization;
import io.sparkdcgan.evaluation.Whitening;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.AveragedSlice;
import io.sparkdcgan.round.Fp16Delta;
import io.sparkdcgan.round.FullValues;
import io.sparkdcgan.round.StateSlice;
import io.sparkdcgan.round.WorkerMemoryPool;
import io.sparkdcgan.round.WorkerReport;
import io.sparkdcgan.round.WorkerUpdate;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.spark.gpu.ExecutorFacts;
import io.sparkdcgan.spark.gpu.ExecutorGpus;
import io.sparkdcgan.spark.gpu.GpuLeases;
import io.sparkdcgan.spark.imports.BandPlace;
import io.sparkdcgan.spark.imports.CodedImage;
import io.sparkdcgan.spark.imports.CodedPlace;
import io.sparkdcgan.spark.imports.ImportTally;
import io.sparkdcgan.spark.imports.NearPlaces;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;
import org.nd4j.common.primitives.AtomicDouble;
import org.nd4j.kryo.Nd4jSerializer;
import org.nd4j.kryo.primitives.AtomicDoubleSerializer;

/**
 * Every class that may cross the network: ND4J's arrays and our own final classes of plain fields.
 */
public final class KryoTypes implements KryoRegistrator {
  private static final List<String> ARRAYS =
      List.of("org.nd4j.linalg.cpu.nativecpu.NDArray", "org.nd4j.linalg.jcublas.JCublasNDArray");

  /** Whether this was among Kryo's registrators. */
  static boolean areKnownTo(Kryo kryo) {
    return kryo.getClassResolver().getRegistration(GanState.class) != null;
  }

  @Override
  public void registerClasses(Kryo kryo) {
    registerArrays(kryo);
    kryo.register(ImageRecord.class);
    kryo.register(ImageBlock.class);
    kryo.register(ImageBlock[].class);
    kryo.register(Shard.class);
    kryo.register(ExecutorFacts.class);
    kryo.register(ExecutorFacts[].class);
    ImageSources.partTypes().forEach(kryo::register);
    ImageSources.partFields().forEach(kryo::register);
    kryo.register(RejectedImage.class);
    kryo.register(RejectCount.class);
    kryo.register(ImportTally.class);
    kryo.register(CodeUpdate.class);
    kryo.register(Encoder.class);
    kryo.register(ImageCode.class);
    kryo.register(CodedPlace.class);
    kryo.register(CodedImage.class);
    kryo.register(BandPlace.class);
    kryo.register(NearPlaces.class);
    kryo.register(Duplicate.class);
    kryo.register(NearImage.class);
    kryo.register(NearImage[].class);
    kryo.register(byte[][].class);
    kryo.register(ShuffleKey.class);
    kryo.register(TreeMap.class);
    kryo.register(GanState.class);
    kryo.register(NetworkState.class);
    kryo.register(Progress.class);
    kryo.register(OuterMemory.class);
    kryo.register(StateSlice.class);
    kryo.register(FullValues.class);
    kryo.register(Fp16Delta.class);
    kryo.register(AveragedSlice.class);
    kryo.register(AveragedSlice[].class);
    kryo.register(WorkerMemoryPool.class);
    kryo.register(WorkerReport.class);
    kryo.register(WorkerReport[].class);
    kryo.register(WorkerUpdate.class);
    kryo.register(WorkerUpdate.Network.class);
    kryo.register(ImageSet.class);
    kryo.register(NearestSearch.class);
    kryo.register(LabeledFeatures.class);
    kryo.register(FeatureMoments.class);
    kryo.register(Standardization.class);
    kryo.register(NearestFound.class);
    kryo.register(Whitening.class);
    kryo.register(PatchDictionary.class);
    registerPoints(kryo);
    kryo.register(float[][].class);
    kryo.register(GpuLeases.class);
    kryo.register(ExecutorGpus.class);
  }

  /** What MLlib's k-means collects; Spark itself registers the points and not their arrays. */
  private static void registerPoints(Kryo kryo) {
    try {
      kryo.register(
          Class.forName(
              "[Lorg.apache.spark.mllib.clustering.VectorWithNorm;",
              false,
              KryoTypes.class.getClassLoader()));
    } catch (ClassNotFoundException absent) {
      // A Spark without MLlib, which needs none of them.
    }
  }

  /**
   * As ND4J's own registrator does, but for the arrays of either backend: that one asks which is
   * loaded, and so loads it, in whatever thread is first and before an executor's GPU is known. A
   * driver that computes on a CPU reads the arrays of a GPU so, too.
   */
  private static void registerArrays(Kryo kryo) {
    for (String type : ARRAYS) {
      try {
        kryo.register(
            Class.forName(type, false, KryoTypes.class.getClassLoader()), new Nd4jSerializer());
      } catch (ClassNotFoundException absent) {
        // A build for CPUs.
      }
    }
    kryo.register(AtomicDouble.class, new AtomicDoubleSerializer());
    UnmodifiableCollectionsSerializer.registerSerializers(kryo);
    SynchronizedCollectionsSerializer.registerSerializers(kryo);
  }
}
