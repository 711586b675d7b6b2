package io.sparkdcgan.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
  private static final String TENSOR =
      "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors header =
        new SafeTensors.Plan().metadata("k", "v").tensor("w", ElementType.F32, List.of(1L)).done();
    SafeTensorsWriter writer = new SafeTensorsWriter(header, out);
    writer.floats(new float[] {1}, 0);
    writer.finish();
    String json =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    String padded = json + " ".repeat((8 - json.length() % 8) % 8);
    assertArrayEquals(file(padded, new byte[] {0, 0, (byte) 0x80, 0x3f}), out.toByteArray());
  }

  @Test
  void tensorsComeBackToTheBit() throws IOException {
    byte[] file = mixedFile();
    SafeTensorsReader reader = new SafeTensorsReader(new ByteArrayInputStream(file), file.length);
    float[] large = new float[40_000];
    long[] counts = new long[3];
    reader.floats(large, 0);
    reader.floats(new float[0], 0);
    reader.longs(counts, 1);
    assertArrayEquals(ramp(), large);
    assertArrayEquals(new long[] {0, Long.MIN_VALUE, 42}, counts);
    assertEquals("a \"quoted\" \u00fc", reader.header().metadata().get("note"));
    assertEquals(List.of(200L, 200L), reader.header().tensors().get(0).shape());
  }

  @Test
  void theFirstElementThatIsNotFiniteIsNamed() throws IOException {
    float[] values = ramp();
    values[20_001] = Float.NEGATIVE_INFINITY;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors header =
        new SafeTensors.Plan().tensor("up1.W", ElementType.F32, List.of(40_000L)).done();
    new SafeTensorsWriter(header, out).floats(values, 0);
    SafeTensorsReader reader =
        new SafeTensorsReader(new ByteArrayInputStream(out.toByteArray()), out.size());
    Failure failure = assertThrows(Failure.class, reader::checkFinite);
    assertEquals("element 20001 of up1.W is -Infinity", failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                                  | not a JSON object",
        "{\"w\":1}                                                           | w is not an object",
        "{\"w\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}    | dtype 'F16'",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}    | 12 bytes of F32",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}   | negative",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}  | whole numbers",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}    | offsets 8 to 0",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}   | begins at byte 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}    | 4 bytes, but it has"
            + " 8",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}   | 16 bytes, but it has"
            + " 8",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}                           | needs dtype",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}} | unknown field"
            + " 'x'",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} |"
            + " impossible",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}} |"
            + " beyond 64",
        "{\"__metadata__\":{\"k\":1}}                                        | k is not a string",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}{}  | something follows",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}     | not valid JSON",
        "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}                        | not valid JSON",
      })
  void aMalformedHeaderIsRefusedWithASentence(String json, String why) {
    assertMalformed(file(json, new byte[8]), why);
  }

  @Test
  void twoTensorsOverTheSameBytesAreRefused() {
    String json =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}";
    assertMalformed(file(json, new byte[8]), "b begins at byte 4");
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() {
    byte[] file = file("{\"__metadata__\":{\"k\":\"?\"}}", new byte[0]);
    file[file.length - 4] = (byte) 0xff;
    assertMalformed(file, "not valid JSON in UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "1000", "16777217"})
  void aHeaderLengthBeyondTheFileIsRefusedBeforeAnythingIsAllocated(long length) {
    byte[] file = file(TENSOR, new byte[8]);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertMalformed(file, "its header is said to take " + Long.toUnsignedString(length) + " bytes");
  }

  @Test
  void everyCutIsRefusedEvenIfTheStatedLengthIsTheWholeFiles() {
    byte[] file = file(TENSOR, new byte[8]);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThrows(Failure.class, () -> readAll(cut, cut.length), "cut at " + length);
      Failure failure = assertThrows(Failure.class, () -> readAll(cut, file.length));
      assertTrue(failure.getMessage().endsWith("it ends in the middle"), failure.getMessage());
    }
  }

  @Test
  void thousandsOfMutationsEndInSuccessOrAFailureAndNothingElse() throws IOException {
    byte[] sound = mixedFile();
    int headerEnd = (int) (8 + ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong());
    byte[] small = Arrays.copyOf(sound, headerEnd + 64);
    int failures = 0;
    for (int seed = 0; seed < 6_000; seed++) {
      RandomStream random = RandomStream.of(seed, "mutation");
      byte[] mutated = SafeTensorsMutation.of(seed % 2 == 0 ? sound : small, headerEnd, random);
      try {
        readAll(mutated, mutated.length);
      } catch (Failure e) {
        assertEquals(ExitCode.SNAPSHOT, e.code(), "seed " + seed);
        failures++;
      }
    }
    // A flip in the data or in a name is no malformation; most others are.
    assertTrue(failures > 3_000 && failures < 6_000, failures + " of 6000 failed");
  }

  private static void assertMalformed(byte[] file, String why) {
    Failure failure = assertThrows(Failure.class, () -> readAll(file, file.length));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertTrue(failure.getMessage().contains(why), failure.getMessage());
  }

  /** Reads every tensor into an array of its own, as a caller that trusts the header would. */
  private static void readAll(byte[] file, long stated) throws IOException {
    SafeTensorsReader reader = new SafeTensorsReader(new ByteArrayInputStream(file), stated);
    long elements = 0;
    for (SafeTensors.Tensor tensor : reader.header().tensors()) {
      elements += tensor.elements();
      assertTrue(elements * 4 <= stated, "tensors larger than their file");
      int count = Math.toIntExact(tensor.elements());
      if (tensor.type() == ElementType.F32) {
        reader.floats(new float[count], 0);
      } else {
        reader.longs(new long[count], 0);
      }
    }
  }

  private static byte[] mixedFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors header =
        new SafeTensors.Plan()
            .metadata("note", "a \"quoted\" \u00fc")
            .tensor("large", ElementType.F32, List.of(200L, 200L))
            .tensor("empty", ElementType.F32, List.of(3L, 0L))
            .tensor("counts", ElementType.I64, List.of(2L))
            .done();
    SafeTensorsWriter writer = new SafeTensorsWriter(header, out);
    writer.floats(ramp(), 0);
    writer.floats(new float[0], 0);
    writer.longs(new long[] {-1, Long.MIN_VALUE, 42}, 1);
    writer.finish();
    return out.toByteArray();
  }

  private static float[] ramp() {
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7f - 1000;
    }
    return values;
  }

  private static byte[] file(String json, byte[] data) {
    byte[] header = json.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }
}
