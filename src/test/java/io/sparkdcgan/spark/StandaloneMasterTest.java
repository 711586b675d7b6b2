package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StandaloneMasterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark://127.0.0.1:1",
        "spark://127.0.0.1:1,127.0.0.1:2",
        "spark://no-such-host.invalid:7077",
        "spark://127.0.0.1",
        "spark://"
      })
  void aMasterThatDoesNotAnswerIsUnavailable(String master) {
    Failure failure = assertThrows(Failure.class, () -> StandaloneMaster.requireReachable(master));
    assertEquals(ExitCode.UNAVAILABLE, failure.code());
  }

  @Test
  void oneOfSeveralMastersIsEnough() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertDoesNotThrow(
          () ->
              StandaloneMaster.requireReachable(
                  "spark://127.0.0.1:1,127.0.0.1:" + socket.getLocalPort()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "yarn", "k8s://https://host:1"})
  void otherMastersAreNotLookedAt(String master) {
    assertDoesNotThrow(() -> StandaloneMaster.requireReachable(master));
  }
}
