package io.sparkdcgan.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a safetensors header token by token and believes nothing: every field is known, every type
 * supported, every tensor's bytes follow the ones before it, and together they are the file's.
 */
final class SafeTensorsHeader {
  private static final int MAX_RANK = 32;
  // No table of names outlives one header.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser json;
  private final SortedMap<String, String> metadata = new TreeMap<>();
  private final List<SafeTensors.Tensor> tensors = new ArrayList<>();

  private SafeTensorsHeader(JsonParser json) {
    this.json = json;
  }

  /**
   * @param header the JSON's bytes
   * @param dataBytes bytes that follow the header in the file
   * @throws Failure {@code SNAPSHOT} if it is not the header of such a file
   */
  static SafeTensors parse(byte[] header, long dataBytes) {
    if (header.length == 0 || header[0] != '{') {
      throw malformed("its header is not a JSON object");
    }
    // A decoder of its own: bytes that are not UTF-8 are refused, and UTF-16 is not guessed.
    try (Reader text =
            new InputStreamReader(
                new ByteArrayInputStream(header), StandardCharsets.UTF_8.newDecoder());
        JsonParser json = JSON.createParser(text)) {
      SafeTensors read = new SafeTensorsHeader(json).read();
      checkOffsets(read.tensors(), dataBytes);
      return read;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SNAPSHOT, "not a safetensors file: its header is not valid JSON in UTF-8", e);
    }
  }

  static Failure malformed(String why) {
    return new Failure(ExitCode.SNAPSHOT, "not a safetensors file: " + why);
  }

  private SafeTensors read() throws IOException {
    expect(JsonToken.START_OBJECT, "its header");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (name.equals(SafeTensors.METADATA)) {
        readMetadata();
      } else {
        tensors.add(readTensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw malformed("something follows the header's JSON object");
    }
    tensors.sort(
        Comparator.comparingLong(SafeTensors.Tensor::begin).thenComparing(SafeTensors.Tensor::end));
    return new SafeTensors(metadata, List.copyOf(tensors));
  }

  private void readMetadata() throws IOException {
    expect(JsonToken.START_OBJECT, SafeTensors.METADATA);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      expect(JsonToken.VALUE_STRING, SafeTensors.METADATA + "." + key);
      metadata.put(key, json.getText());
    }
  }

  private SafeTensors.Tensor readTensor(String name) throws IOException {
    ElementType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    expect(JsonToken.START_OBJECT, name);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      switch (field) {
        case "dtype" -> type = readType(name);
        case "shape" -> shape = readNumbers(name + ".shape", MAX_RANK);
        case "data_offsets" -> offsets = readNumbers(name + ".data_offsets", 2);
        default -> throw malformed("%s has an unknown field '%s'".formatted(name, field));
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw malformed(name + " needs dtype, shape and two data_offsets");
    }
    SafeTensors.Tensor tensor =
        new SafeTensors.Tensor(name, type, shape, offsets.get(0), offsets.get(1));
    checkSize(tensor);
    return tensor;
  }

  private ElementType readType(String name) throws IOException {
    expect(JsonToken.VALUE_STRING, name + ".dtype");
    return switch (json.getText()) {
      case "F32" -> ElementType.F32;
      case "I64" -> ElementType.I64;
      default ->
          throw malformed(
              "%s has dtype '%s'; only F32 and I64 are read".formatted(name, json.getText()));
    };
  }

  private List<Long> readNumbers(String what, int most) throws IOException {
    List<Long> numbers = new ArrayList<>();
    expect(JsonToken.START_ARRAY, what);
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 0) {
        throw malformed(what + " holds a number that is negative or beyond 64 bits");
      }
      if (numbers.size() == most) {
        throw malformed("%s has more than %s numbers".formatted(what, most));
      }
      numbers.add(json.getLongValue());
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw malformed(what + " holds something else than whole numbers");
    }
    return List.copyOf(numbers);
  }

  private void expect(JsonToken expected, String what) throws IOException {
    if (json.nextToken() != expected) {
      throw malformed("%s is not %s".formatted(what, nameOf(expected)));
    }
  }

  private static String nameOf(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      default -> "a string";
    };
  }

  private static void checkSize(SafeTensors.Tensor tensor) {
    long bytes;
    try {
      bytes = SafeTensors.Tensor.bytes(tensor.type(), tensor.shape());
    } catch (ArithmeticException e) {
      throw malformed("%s has the impossible shape %s".formatted(tensor.name(), tensor.shape()));
    }
    if (tensor.end() < tensor.begin() || tensor.end() - tensor.begin() != bytes) {
      throw malformed(
          "%s has shape %s, %s bytes of %s, but offsets %s to %s"
              .formatted(
                  tensor.name(),
                  tensor.shape(),
                  bytes,
                  tensor.type(),
                  tensor.begin(),
                  tensor.end()));
    }
  }

  private static void checkOffsets(List<SafeTensors.Tensor> tensors, long dataBytes) {
    long end = 0;
    for (SafeTensors.Tensor tensor : tensors) {
      if (tensor.begin() != end) {
        throw malformed(
            "%s begins at byte %s, but the tensor before it ends at %s"
                .formatted(tensor.name(), tensor.begin(), end));
      }
      end = tensor.end();
    }
    if (end != dataBytes) {
      throw malformed("its tensors take %s bytes, but it has %s".formatted(end, dataBytes));
    }
  }
}
