package io.sparkdcgan.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import org.junit.jupiter.api.Test;

final class SentenceTest {
  @Test
  void whateverItHoldsItIsOneLineOfJson() throws Exception {
    String text = "a\nERROR b\u001b[31m\"\\c\u2028d\u0085e\ud83d f \ud83d\ude00 \u00e4\0";
    String line = Sentence.line(new Failure(ExitCode.CONFIGURATION, text));
    assertEquals(1, line.lines().count());
    JsonNode read = new ObjectMapper().readTree(line);
    assertEquals(78, read.get("exitCode").asInt());
    assertEquals("configuration", read.get("status").asText());
    assertEquals(
        "a\\"
            + "u000aERROR b\\"
            + "u001b[31m\"\\c\\"
            + "u2028d\\"
            + "u0085e\\"
            + "ud83d f \ud83d\ude00 \u00e4\\"
            + "u0000",
        read.get("error").asText());
  }
}
