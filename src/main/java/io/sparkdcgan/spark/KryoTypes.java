package io.sparkdcgan.spark;

import com.esotericsoftware.kryo.Kryo;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.RejectCount;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.dedup.CodeUpdate;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.dedup.PictureCode;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.AveragedSlice;
import io.sparkdcgan.round.FullValues;
import io.sparkdcgan.round.HalfChange;
import io.sparkdcgan.round.StateSlice;
import io.sparkdcgan.round.Workbenches;
import io.sparkdcgan.round.WorkerReport;
import io.sparkdcgan.round.WorkerUpdate;
import io.sparkdcgan.source.ImageSources;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;
import org.nd4j.kryo.Nd4jRegistrator;

/**
 * Every class that may cross the network: ND4J's arrays and our own final classes of plain fields.
 */
public final class KryoTypes implements KryoRegistrator {
  /** Whether this was among Kryo's registrators. */
  static boolean areKnownTo(Kryo kryo) {
    return kryo.getClassResolver().getRegistration(GanState.class) != null;
  }

  @Override
  public void registerClasses(Kryo kryo) {
    new Nd4jRegistrator().registerClasses(kryo);
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
    kryo.register(PictureCode.class);
    kryo.register(CodedPlace.class);
    kryo.register(CodedPicture.class);
    kryo.register(BandPlace.class);
    kryo.register(NearPlaces.class);
    kryo.register(Duplicate.class);
    kryo.register(ShuffleKey.class);
    kryo.register(TreeMap.class);
    kryo.register(GanState.class);
    kryo.register(NetworkState.class);
    kryo.register(Progress.class);
    kryo.register(OuterMemory.class);
    kryo.register(StateSlice.class);
    kryo.register(FullValues.class);
    kryo.register(HalfChange.class);
    kryo.register(AveragedSlice.class);
    kryo.register(AveragedSlice[].class);
    kryo.register(Workbenches.class);
    kryo.register(WorkerReport.class);
    kryo.register(WorkerReport[].class);
    kryo.register(WorkerUpdate.class);
    kryo.register(WorkerUpdate.Network.class);
  }
}
