package io.sparkdcgan.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All JSON that is stored: records of ours, maps and trees, never objects of a class that it names.
 * A number is a number and never text or a fraction where a whole one belongs, no key stands twice,
 * and nothing follows the value.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /** Where a key that this version does not know is a fault. */
  private static final ObjectReader EXACT =
      MAPPER.reader(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Json() {}

  /** Indented, for people; ends with a new line. */
  public static byte[] pretty(Object value) {
    return (indented(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Indented, without an end of the last line. */
  public static String indented(Object value) {
    return encoded(MAPPER.writer(SerializationFeature.INDENT_OUTPUT)::writeValueAsString, value);
  }

  /** On one line; ends with a new line. */
  public static byte[] line(Object value) {
    return (compact(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** On one line, without its end. */
  public static String compact(Object value) {
    return encoded(MAPPER::writeValueAsString, value);
  }

  /** Writes one value a line; the values are read once. */
  public static void write(OutputStream out, Iterator<?> values) throws IOException {
    while (values.hasNext()) {
      out.write(line(values.next()));
    }
  }

  /** The values of such a file, as they are iterated over; at the end the stream is closed. */
  public static <T> MappingIterator<T> values(InputStream in, Class<T> type) throws IOException {
    return EXACT
        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .forType(type)
        .readValues(in);
  }

  /** What these bytes hold, if they hold all that makes one and nothing that contradicts it. */
  public static <T> Optional<T> read(byte[] content, Class<T> type) {
    return whole(content, MAPPER.readerFor(type));
  }

  /**
   * The same, with the reason if they hold none.
   *
   * @throws JsonProcessingException if they do not
   */
  public static <T> T parse(byte[] content, Class<T> type) throws IOException {
    return MAPPER.readValue(content, type);
  }

  /** As {@link #read}, if there is no key besides those of the type. */
  public static <T> Optional<T> exact(byte[] content, TypeReference<T> type) {
    return whole(content, EXACT.forType(type));
  }

  private static <T> Optional<T> whole(byte[] content, ObjectReader reader) {
    try {
      return Optional.ofNullable(reader.readValue(content));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The JSON object that these bytes hold, if they hold one and nothing else. */
  public static Optional<JsonNode> object(byte[] content) {
    return read(content, JsonNode.class).filter(JsonNode::isObject);
  }

  /** A JSON object's fields as plain Java values, in their order. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> fields(JsonNode object) {
    return MAPPER.convertValue(object, Map.class);
  }

  /** On one line, and harmless inside an HTML script element. */
  public static String script(Object value) {
    return compact(value).replace("<", "\\u003c").replace(">", "\\u003e");
  }

  /** The same value with null for every number that JSON has no word for. */
  public static Object finite(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> finite = new LinkedHashMap<>();
      map.forEach((key, element) -> finite.put(key, finite(element)));
      return finite;
    }
    if (value instanceof List<?> list) {
      List<Object> finite = new ArrayList<>();
      list.forEach(element -> finite.add(finite(element)));
      return finite;
    }
    boolean lost = value instanceof Number number && !Double.isFinite(number.doubleValue());
    return lost ? null : value;
  }

  private interface Encoder {
    String encode(Object value) throws JsonProcessingException;
  }

  private static String encoded(Encoder encoder, Object value) {
    try {
      return encoder.encode(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value for JSON: " + value, e);
    }
  }
}
