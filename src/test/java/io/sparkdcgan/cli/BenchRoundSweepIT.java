package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What reaches the driver in a round of 2, 4, 8 and 16 workers, ours and the stock master's. */
@Tag("benchmarks")
final class BenchRoundSweepIT {
  private static final List<JsonNode> ROWS = new ArrayList<>();

  @BeforeAll
  static void sweep() throws Exception {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(result, true, StandardCharsets.UTF_8);
    String options =
        "bench round --workers 2,4,8,16 --rounds 1 --local-steps 1"
            + " --image-size 32 --width 16 --batch 8 --threads 1";
    int code = Invocation.of(new Dcgan(), out, System.err).run(options.split(" ", -1));
    String printed = result.toString(StandardCharsets.UTF_8);
    assertEquals(0, code, printed);
    new ObjectMapper().readTree(printed).get("sweep").forEach(ROWS::add);
  }

  @Test
  void oursIsConstantWithinFivePercent() {
    List<Double> bytes = bytes(row -> row.get("driverBytes").asDouble());
    double least = bytes.stream().min(Double::compare).orElseThrow();
    double most = bytes.stream().max(Double::compare).orElseThrow();
    assertTrue(most <= 1.05 * least, bytes.toString());
  }

  @Test
  void theStockMastersGrowsInProportionToTheWorkers() {
    List<Double> bytes =
        bytes(row -> row.get("peers").get("stock, flat").get("driverBytes").asDouble());
    for (int i = 1; i < bytes.size(); i++) {
      assertEquals(2, bytes.get(i) / bytes.get(i - 1), 0.1, bytes.toString());
    }
  }

  @Test
  void theStockMastersTreeOnlyPutsItOff() {
    List<Double> bytes =
        bytes(row -> row.get("peers").get("stock, depth 2").get("driverBytes").asDouble());
    // With 8 workers the tree has 2 branches, with 16 it has 4.
    assertEquals(2, bytes.get(3) / bytes.get(2), 0.1, bytes.toString());
  }

  @Test
  void whatIsShuffledGrowsWithTheWorkersAndNotWithTheirSquare() {
    List<Double> bytes = bytes(row -> row.get("shuffleBytes").asDouble());
    for (int i = 1; i < bytes.size(); i++) {
      assertEquals(2, bytes.get(i) / bytes.get(i - 1), 0.1, bytes.toString());
    }
  }

  private static List<Double> bytes(ToDoubleFunction<JsonNode> figure) {
    assertEquals(
        List.of(2, 4, 8, 16), ROWS.stream().map(row -> row.get("workers").asInt()).toList());
    return ROWS.stream().mapToDouble(figure).boxed().toList();
  }
}
