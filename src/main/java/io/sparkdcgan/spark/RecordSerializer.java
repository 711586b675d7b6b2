package io.sparkdcgan.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Has Kryo write a record's components in their order and read them back through the canonical
 * constructor, so that what the constructor refuses never arrives. Kryo 4 itself knows no records:
 * it would set their fields, which Java forbids. A component may be null unless it is a list.
 */
final class RecordSerializer<T extends Record> extends Serializer<T> {
  private final Class<?>[] types;
  private final Method[] accessors;
  private final Constructor<T> constructor;

  RecordSerializer(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    accessors = Stream.of(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
    Stream.of(accessors).forEach(accessor -> accessor.setAccessible(true));
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new KryoException(type + " has no canonical constructor", e);
    }
    constructor.setAccessible(true);
  }

  @Override
  public void write(Kryo kryo, Output output, T written) {
    try {
      for (int i = 0; i < types.length; i++) {
        writeComponent(kryo, output, types[i], accessors[i].invoke(written));
      }
    } catch (ReflectiveOperationException e) {
      throw new KryoException("cannot read " + written.getClass(), e);
    }
  }

  /** A component whose class is known from its type says nothing of it. */
  private static void writeComponent(Kryo kryo, Output output, Class<?> type, Object value) {
    if (type.isPrimitive()) {
      kryo.writeObject(output, value);
    } else if (type == List.class) {
      Object[] elements = ((List<?>) value).toArray();
      output.writeInt(elements.length, true);
      Arrays.stream(elements).forEach(element -> kryo.writeClassAndObject(output, element));
    } else if (Modifier.isFinal(type.getModifiers())) {
      kryo.writeObjectOrNull(output, value, type);
    } else {
      kryo.writeClassAndObject(output, value);
    }
  }

  @Override
  public T read(Kryo kryo, Input input, Class<T> type) {
    Object[] values = new Object[types.length];
    Arrays.setAll(values, i -> readComponent(kryo, input, types[i]));
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new KryoException("what arrived is no " + type.getSimpleName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new KryoException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private static Object readComponent(Kryo kryo, Input input, Class<?> type) {
    if (type.isPrimitive()) {
      return kryo.readObject(input, type);
    }
    if (type == List.class) {
      Object[] elements = new Object[input.readInt(true)];
      Arrays.setAll(elements, i -> kryo.readClassAndObject(input));
      return List.of(elements);
    }
    return Modifier.isFinal(type.getModifiers())
        ? kryo.readObjectOrNull(input, type)
        : kryo.readClassAndObject(input);
  }
}
