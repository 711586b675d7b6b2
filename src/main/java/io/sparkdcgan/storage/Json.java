package io.sparkdcgan.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How JSON stands in a run's folder: maps and trees, never objects of a class that it names. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Indented, for people; ends with a new line. */
  public static byte[] pretty(Object value) {
    return encoded(MAPPER.writer(SerializationFeature.INDENT_OUTPUT)::writeValueAsString, value);
  }

  /** On one line; ends with a new line. */
  public static byte[] line(Object value) {
    return encoded(MAPPER::writeValueAsString, value);
  }

  /** The JSON object that these bytes hold, if they hold one and nothing else. */
  public static Optional<JsonNode> object(byte[] content) {
    try {
      JsonNode node = MAPPER.readTree(content);
      return Optional.ofNullable(node).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A JSON object's fields as plain Java values, in their order. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> fields(JsonNode object) {
    return MAPPER.convertValue(object, Map.class);
  }

  /** On one line, and harmless inside an HTML script element. */
  public static String script(Object value) {
    return new String(line(value), StandardCharsets.UTF_8)
        .strip()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e");
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

  private static byte[] encoded(Encoder encoder, Object value) {
    try {
      return (encoder.encode(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value for JSON: " + value, e);
    }
  }
}
