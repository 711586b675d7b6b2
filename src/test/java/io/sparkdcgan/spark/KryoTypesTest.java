package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.RejectCount;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.dedup.Encoder;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.NearestFound;
import io.sparkdcgan.evaluation.NearestSearch;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.round.StateSlice.SliceValues;
import io.sparkdcgan.round.StateSlice.SliceValues.FullValues;
import io.sparkdcgan.round.WorkerMemoryPool;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.spark.gpu.GpuLeases;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag$;

/** What is sent arrives, in a context that demands registration and names one registrator. */
final class KryoTypesTest {
  private static final KryoSerializer SERIALIZER =
      new KryoSerializer(
          new SparkConf(false)
              .set("spark.kryo.registrator", KryoTypes.class.getName())
              .set("spark.kryo.registrationRequired", "true"));

  /** Of what is no record, or does not take just anything. */
  private static final Map<Class<?>, Object> SAMPLES =
      Map.of(
          ImageBlock.class,
          new ImageBlock(1, new String[] {"a", "b"}, new String[] {"", "x"}, new byte[6]),
          RejectCount.class,
          rejects(),
          TreeMap.class,
          new TreeMap<>(Map.of("cats", 2L)),
          Encoder.class,
          new Encoder(CodeNetwork.initialState(1)),
          NearestSearch.class,
          search(),
          NearestFound.class,
          search().nothing(),
          GpuLeases.class,
          new GpuLeases(),
          WorkerMemoryPool.class,
          new WorkerMemoryPool(),
          SliceValues.class,
          new FullValues(new float[] {1, Float.NaN}));

  static List<Class<?>> types() {
    Stream<Class<?>> rooms =
        ServiceLoader.load(CrossingTypes.class).stream()
            .flatMap(room -> room.get().types().stream());
    return Stream.concat(KryoTypes.SHARED.stream(), rooms)
        .filter(type -> !type.getName().contains("mllib"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatIsSentArrives(Class<?> type) throws ReflectiveOperationException {
    Object sent = sample(type, new AtomicInteger(1));
    assertSame(sent, crossed(sent));
  }

  @Test
  void everyRoomIsFound() {
    assertEquals(
        List.of("gpu", "imports", "round", "scoring"),
        ServiceLoader.load(CrossingTypes.class).stream()
            .map(room -> room.type().getPackageName().replaceFirst(".*\\.", ""))
            .toList());
    assertTrue(types().containsAll(ImageSources.partTypes()));
  }

  /** Many to a stream, as a shuffle has them: nothing is taken for what came before it. */
  @Test
  void neighborsStayApart() throws ReflectiveOperationException {
    AtomicInteger next = new AtomicInteger(1);
    Object[] sent = {
      sample(ShuffleKey.class, next), sample(ShuffleKey.class, next), sample(ImageBlock.class, next)
    };
    Kryo kryo = SERIALIZER.newKryo();
    Output output = new Output(64, -1);
    for (Object one : sent) {
      kryo.writeClassAndObject(output, one);
    }
    Input input = new Input(output.toBytes());
    for (Object one : sent) {
      assertSame(one, kryo.readClassAndObject(input));
    }
  }

  @Test
  void whatIsMissingStaysMissing() {
    assertEquals(new ShuffleKey(5, null), crossed(new ShuffleKey(5, null)));
  }

  @Test
  void listsArriveAsTheyAreSent() {
    Kryo kryo = SERIALIZER.newKryo();
    kryo.register(Listing.class, new RecordSerializer<>(Listing.class));
    Output output = new Output(64, -1);
    kryo.writeClassAndObject(output, new Listing(List.of("a", 7)));
    assertEquals(
        new Listing(List.of("a", 7)), kryo.readClassAndObject(new Input(output.toBytes())));
  }

  private record Listing(List<Object> values) {}

  /** What the constructor refuses does not arrive, whoever wrote it. */
  @Test
  void theConstructorJudgesWhatArrives() {
    Kryo kryo = SERIALIZER.newKryo();
    kryo.register(Loose.class, new RecordSerializer<>(Loose.class));
    kryo.register(Strict.class, new RecordSerializer<>(Strict.class));
    Output output = new Output(64, -1);
    kryo.writeObject(output, new Loose(5));
    kryo.writeObject(output, new Loose(-1));
    Input input = new Input(output.toBytes());
    assertEquals(new Strict(5), kryo.readObject(input, Strict.class));
    KryoException refused =
        assertThrows(KryoException.class, () -> kryo.readObject(input, Strict.class));
    assertEquals("negative", refused.getCause().getMessage());
  }

  private record Loose(int value) {}

  private record Strict(int value) {
    Strict {
      if (value < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  private static Object crossed(Object sent) {
    var instance = SERIALIZER.newInstance();
    return instance.deserialize(
        instance.serialize(sent, ClassTag$.MODULE$.Any()), ClassTag$.MODULE$.Any());
  }

  private static RejectCount rejects() {
    RejectCount count = new RejectCount();
    count.add(new RejectedImage("a.jpg", "", "truncated", "after 7 bytes"));
    return count;
  }

  private static NearestSearch search() {
    return new NearestSearch(new ImageSet(8, new byte[3 * 8 * 8]), "a");
  }

  private static Object sample(Class<?> type, AtomicInteger next)
      throws ReflectiveOperationException {
    if (SAMPLES.containsKey(type)) {
      return SAMPLES.get(type);
    }
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 2);
      for (int i = 0; i < 2; i++) {
        Array.set(array, i, sample(type.getComponentType(), next));
      }
      return array;
    }
    if (type.isRecord()) {
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = sample(components[i].getType(), next);
      }
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    }
    int number = next.getAndIncrement();
    return switch (type.getSimpleName()) {
      case "boolean" -> true;
      case "byte" -> (byte) number;
      case "short" -> (short) number;
      case "int" -> number;
      case "long" -> 1L + Integer.MAX_VALUE + number;
      case "float" -> number / 3f;
      case "double" -> number / 3.0;
      case "String" -> "text " + number;
      case "List" -> List.of("one", "two " + number);
      default -> throw new IllegalArgumentException("give a sample of " + type);
    };
  }

  private static void assertSame(Object sent, Object arrived) throws ReflectiveOperationException {
    assertEquals(sent.getClass(), arrived.getClass());
    if (sent instanceof Record) {
      for (RecordComponent component : sent.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        assertSame(component.getAccessor().invoke(sent), component.getAccessor().invoke(arrived));
      }
    } else if (sent.getClass().isArray()) {
      assertEquals(Array.getLength(sent), Array.getLength(arrived));
      for (int i = 0; i < Array.getLength(sent); i++) {
        assertSame(Array.get(sent, i), Array.get(arrived, i));
      }
    } else if (sent instanceof RejectCount count) {
      assertEquals(count.said(), ((RejectCount) arrived).said());
    } else if (sent instanceof Encoder encoder) {
      byte[] image = new byte[CodeNetwork.INPUTS];
      assertEquals(encoder.code(image), ((Encoder) arrived).code(image));
    } else if (sent instanceof NearestSearch search) {
      NearestFound found = search.nothing();
      search.show("b", new byte[3 * 8 * 8], 0, found);
      assertArrayEquals(search.levels(found), ((NearestSearch) arrived).levels(found));
    } else if (sent instanceof NearestFound found) {
      assertEquals(found.images(), ((NearestFound) arrived).images());
    } else if (!(sent instanceof GpuLeases || sent instanceof WorkerMemoryPool)) {
      assertEquals(sent, arrived);
    }
  }
}
