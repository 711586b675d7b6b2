package io.sparkdcgan.spark;

import com.esotericsoftware.kryo.Kryo;
import de.javakaffee.kryoserializers.SynchronizedCollectionsSerializer;
import de.javakaffee.kryoserializers.UnmodifiableCollectionsSerializer;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.model.Progress;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;
import org.nd4j.common.primitives.AtomicDouble;
import org.nd4j.kryo.Nd4jSerializer;
import org.nd4j.kryo.primitives.AtomicDoubleSerializer;

/**
 * Every class that may cross the network: ND4J's arrays, what all Spark jobs here share, and the
 * {@link CrossingTypes} of each room. This one name is what a context needs as its registrator.
 */
public final class KryoTypes implements KryoRegistrator {
  private static final List<String> ARRAYS =
      List.of("org.nd4j.linalg.cpu.nativecpu.NDArray", "org.nd4j.linalg.jcublas.JCublasNDArray");

  static final List<Class<?>> SHARED =
      List.of(
          ImageRecord.class,
          ImageBlock.class,
          ImageBlock[].class,
          Shard.class,
          ShuffleKey.class,
          GanState.class,
          NetworkState.class,
          Progress.class,
          OuterMemory.class,
          TreeMap.class,
          byte[][].class,
          float[][].class);

  /** In the order in which the jar names them, which is the same in every process of a job. */
  private static final List<CrossingTypes> ROOMS =
      ServiceLoader.load(CrossingTypes.class, KryoTypes.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  /** Whether this was among Kryo's registrators. */
  static boolean areKnownTo(Kryo kryo) {
    return kryo.getClassResolver().getRegistration(GanState.class) != null;
  }

  @Override
  public void registerClasses(Kryo kryo) {
    registerArrays(kryo);
    SHARED.forEach(type -> register(kryo, type));
    ROOMS.forEach(room -> room.types().forEach(type -> register(kryo, type)));
  }

  private static void register(Kryo kryo, Class<?> type) {
    if (type.isRecord()) {
      kryo.register(type, new RecordSerializer<>(type.asSubclass(Record.class)));
    } else {
      kryo.register(type);
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
