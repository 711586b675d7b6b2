package io.sparkdcgan.artifact;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.sparkdcgan.storage.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A round's line in {@code metrics.jsonl}, in the order of its keys. A number that is not finite is
 * null in the log and NaN here, and so is one that the line does not have. Keys that are not known
 * are passed over.
 *
 * @param round completed rounds
 * @param discriminatorLoss mean of -log D(x) - log(1 - D(G(z)))
 * @param generatorLoss mean of the generator's loss
 * @param judgedReal mean of D(x), in [0, 1]
 * @param judgedDrawn mean of D(G(z)), in [0, 1]
 * @param discriminatorMoved length of the round's change of the discriminator's parameters, as a
 *     share of their length
 * @param images real images that all workers trained on in the round
 * @param imagesSeen the same since the run began
 * @param imagesPerSecond the round's images by its seconds
 * @param seconds of the round by phase
 * @param bytes of the round by phase
 * @param workers how far they are apart
 * @param gpus that the workers computed on; not written if there were none
 * @param wireError what averaging lost by sending fewer bits
 * @param leftOut workers that the average goes without
 * @param failures why the round could not be computed at first, a sentence each; not written if it
 *     could
 * @param scores what the drawn images are like; null and not written if the round was not evaluated
 * @param repeated how the round diverged at first; null and not written if it did not
 */
public record RoundLine(
    long round,
    double discriminatorLoss,
    double generatorLoss,
    double judgedReal,
    double judgedDrawn,
    double discriminatorMoved,
    long images,
    long imagesSeen,
    double imagesPerSecond,
    Map<String, Double> seconds,
    Map<String, Long> bytes,
    Workers workers,
    @JsonInclude(Include.NON_EMPTY) List<String> gpus,
    double wireError,
    List<LeftOut> leftOut,
    @JsonInclude(Include.NON_EMPTY) List<String> failures,
    @JsonInclude(Include.NON_NULL) Scores scores,
    @JsonInclude(Include.NON_NULL) Repeated repeated) {

  /** Reads one type, {@link RoundLine}; the log's text names no class. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new FiniteOrNull())
                  .addSerializer(Double.class, new FiniteOrNull())
                  .addDeserializer(double.class, new NumberOrNaN())
                  .addDeserializer(Double.class, new NumberOrNaN()))
          .build();

  public RoundLine {
    seconds = seconds == null ? Map.of() : seconds;
    bytes = bytes == null ? Map.of() : bytes;
    workers = workers == null ? new Workers(0, Double.NaN, Double.NaN, Double.NaN) : workers;
    gpus = gpus == null ? List.of() : gpus;
    leftOut = leftOut == null ? List.of() : leftOut;
    failures = failures == null ? List.of() : failures;
  }

  /**
   * How far a round's workers are apart.
   *
   * @param slowest the slowest worker's number, from 0
   * @param longestUpdate of either network, as a multiple of the median of the others'
   */
  public record Workers(
      int slowest, double slowestSeconds, double fastestSeconds, double longestUpdate) {}

  /**
   * A worker that the average goes without.
   *
   * @param worker its number, from 0
   * @param reason {@code not-finite} or {@code outlier}
   * @param network whose update it is about
   * @param norm length of that update
   * @param bound what the length may be at most
   */
  public record LeftOut(int worker, String reason, String network, double norm, double bound) {}

  /**
   * That a round diverged and was taken once more with other images.
   *
   * @param reason a sentence
   * @param leftOut workers that were left out of it then
   */
  public record Repeated(String reason, List<LeftOut> leftOut) {
    public Repeated {
      reason = reason == null ? "" : reason;
      leftOut = leftOut == null ? List.of() : leftOut;
    }
  }

  /**
   * What an evaluation found.
   *
   * @param swd sliced Wasserstein distance of drawn images to real ones, times 1000; lower is
   *     better
   * @param swdByLevel edge of the pyramid's level in pixels to its distance
   * @param diversity of the drawn images, relative to that of the real ones
   * @param accuracyReal share of the real images that the discriminator takes for real, 0 to 1
   * @param accuracyDrawn share of the drawn images that it takes for drawn, 0 to 1
   * @param images how many drawn, and as many real ones
   * @param heldOut whether no worker ever trains on the real ones
   * @param atEnd whether the round was evaluated since the run ended with it, where a longer run
   *     would not have these scores; not written if not
   * @param others scores of a name that is not known here
   */
  @JsonPropertyOrder({
    "swd",
    "swdByLevel",
    "diversity",
    "accuracyReal",
    "accuracyDrawn",
    "pictures",
    "heldOut"
  })
  public record Scores(
      double swd,
      Map<Integer, Double> swdByLevel,
      double diversity,
      double accuracyReal,
      double accuracyDrawn,
      @JsonProperty("pictures") int images,
      boolean heldOut,
      @JsonInclude(Include.NON_DEFAULT) boolean atEnd,
      @JsonAnyGetter Map<String, Object> others) {

    public Scores {
      swdByLevel = swdByLevel == null ? Map.of() : swdByLevel;
      others = others == null ? new LinkedHashMap<>() : others;
    }

    /** Scores of a scheduled evaluation. */
    public Scores(
        double swd,
        Map<Integer, Double> swdByLevel,
        double diversity,
        double accuracyReal,
        double accuracyDrawn,
        int images,
        boolean heldOut) {
      this(swd, swdByLevel, diversity, accuracyReal, accuracyDrawn, images, heldOut, false, null);
    }

    /** The same as scores of a run's end, or not. */
    public Scores atEnd(boolean end) {
      return new Scores(
          swd, swdByLevel, diversity, accuracyReal, accuracyDrawn, images, heldOut, end, others);
    }

    @JsonAnySetter
    void other(String name, Object value) {
      others.put(name, value);
    }

    /** All scores that are numbers, by the names that the log has for them. */
    public Map<String, Double> numbers() {
      Map<String, Double> numbers = new LinkedHashMap<>();
      numbers.put("swd", swd);
      numbers.put("diversity", diversity);
      numbers.put("accuracyReal", accuracyReal);
      numbers.put("accuracyDrawn", accuracyDrawn);
      others.forEach(
          (name, value) -> {
            if (value instanceof Number number) {
              numbers.put(name, number.doubleValue());
            }
          });
      return numbers;
    }
  }

  /** What a line of text holds, if it holds a round and nothing is cut off. */
  static Optional<RoundLine> parse(String text) {
    return Json.object(text.getBytes(StandardCharsets.UTF_8))
        .filter(line -> line.path("round").isNumber())
        .flatMap(RoundLine::of);
  }

  private static Optional<RoundLine> of(JsonNode line) {
    try {
      return Optional.of(MAPPER.treeToValue(line, RoundLine.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** As JSON on one line, without its end. */
  String text() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value for JSON: " + this, e);
    }
  }

  /** The scores as JSON that can be put into a line. */
  static JsonNode tree(Scores scores) {
    return MAPPER.valueToTree(scores);
  }

  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double number, JsonGenerator json, SerializerProvider all)
        throws IOException {
      if (Double.isFinite(number)) {
        json.writeNumber(number);
      } else {
        json.writeNull();
      }
    }
  }

  private static final class NumberOrNaN extends JsonDeserializer<Double> {
    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      JsonToken token = json.currentToken();
      if (token.isNumeric()) {
        return json.getDoubleValue();
      }
      json.skipChildren();
      return Double.NaN;
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
