package io.sparkdcgan.storage;

import io.sparkdcgan.random.RandomStream;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Ways to write JSON that a careless reader trips over.
 *
 * @param place what is replaced, wherever it stands
 * @param by one of these is put there
 */
public record JsonTrick(Pattern place, List<String> by) {
  private static final String DIGITS = "9".repeat(5_000);
  private static final List<String> NAMES =
      List.of(
          "\"../../../../etc/passwd\"",
          "\"/etc/passwd\"",
          "\"..\"",
          "\"C:\\\\x.dll\"",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"__metadata__\"",
          "\"generator.up1.W\"",
          "\"generator.project.W.velocity\"",
          "\"discriminator.nothing.velocity\"",
          "\"generator.nothing.mean-over-rounds\"",
          "\"" + "a".repeat(10_000) + "\"",
          "null",
          "7");
  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "1",
          "20",
          "00",
          "1e3",
          "1.5",
          "9223372036854775807",
          "9223372036854775808",
          "2147483648",
          DIGITS,
          "1e999999999",
          "NaN",
          "null",
          "[]",
          "{}",
          "\"20\"",
          "true");
  private static final List<JsonTrick> ANYWHERE =
      List.of(
          trick("^\\{", "{\"x\":".repeat(3_000), "[".repeat(20_000), "{\"a\":[", "\ufeff{", "{,"),
          trick("\\}\\s*$", "}}", "},{", "", "}".repeat(1_000), "} trailing", "}\u0000"),
          trick(",", ",,", "", ",\"dtype\":\"F32\",", ",\"round\":1,", ";"),
          trick(":", "", "::", ":[[[[", ":\"\\x\","));
  private static final List<JsonTrick> HEADER =
      List.of(
          new JsonTrick(Pattern.compile("\"(generator|discriminator)\\.[^\"]*\"(?=:\\{)"), NAMES),
          new JsonTrick(Pattern.compile("\"[0-9]+\""), quoted()),
          trick(
              "\"dtype\":\"F32\"",
              "\"dtype\":\"I64\"",
              "\"dtype\":\"F16\"",
              "\"dtype\":\"f32\"",
              "\"dtype\":null",
              "\"dtype\":\"F32\",\"dtype\":\"F32\"",
              "\"x\":{\"y\":[]}"),
          trick(
              "\"shape\":\\[[^\\]]*\\]",
              "\"shape\":[]",
              "\"shape\":[0]",
              "\"shape\":[6]",
              "\"shape\":[3,2]",
              "\"shape\":[4294967296,4294967296]",
              "\"shape\":[0,9223372036854775807]",
              "\"shape\":[9223372036854775807]",
              "\"shape\":[-6]",
              "\"shape\":[2.0]",
              "\"shape\":[" + DIGITS + "]",
              "\"shape\":[[6]]",
              "\"shape\":6",
              "\"shape\":[" + "1,".repeat(5_000) + "6]"),
          trick(
              "\"data_offsets\":\\[[^\\]]*\\]",
              "\"data_offsets\":[0,24]",
              "\"data_offsets\":[0,0]",
              "\"data_offsets\":[24,0]",
              "\"data_offsets\":[-4,20]",
              "\"data_offsets\":[9223372036854775800,9223372036854775807]",
              "\"data_offsets\":[0,9223372036854775808]",
              "\"data_offsets\":[0,24,48]",
              "\"data_offsets\":{}"));
  private static final List<JsonTrick> MANIFEST =
      List.of(
          new JsonTrick(Pattern.compile("(?<=\"name\" : )\"[^\"]*\""), NAMES),
          trick(
              "(?<=\"name\" : )\"[^\"]*\"",
              "\"state.safetensors\"",
              "\"manifest.json\"",
              "\"_COMMITTED\"",
              "\"missing.zip\"",
              "\"sub/state.safetensors\""),
          new JsonTrick(Pattern.compile("(?<=(bytes|round|version)\" : )[0-9]+"), NUMBERS),
          trick(
              "(?<=sha256\" : )\"[0-9a-f]*\"", "\"\"", "null", "\"" + "0".repeat(64) + "\"", "[]"),
          trick("(?<=files\" : )\\[", "{", "[null,", "[[],", "7,[", "[" + "{},".repeat(1_000)));

  public static String onHeader(String json, RandomStream random) {
    return one(json, random, HEADER);
  }

  public static String onManifest(String json, RandomStream random) {
    return one(json, random, MANIFEST);
  }

  private static String one(String json, RandomStream random, List<JsonTrick> special) {
    List<JsonTrick> tricks = random.nextInt(4) == 0 ? ANYWHERE : special;
    return tricks.get(random.nextInt(tricks.size())).on(json, random);
  }

  private String on(String json, RandomStream random) {
    List<MatchResult> places = place.matcher(json).results().toList();
    if (places.isEmpty()) {
      return json;
    }
    MatchResult at = places.get(random.nextInt(places.size()));
    String put = by.get(random.nextInt(by.size()));
    return json.substring(0, at.start()) + put + json.substring(at.end());
  }

  private static JsonTrick trick(String place, String... by) {
    return new JsonTrick(Pattern.compile(place), List.of(by));
  }

  private static List<String> quoted() {
    return NUMBERS.stream().map(number -> "\"" + number.replace("\"", "") + "\"").toList();
  }
}
