package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contenders that crash. */
final class RestartingTest {
  private final List<Given> started = new ArrayList<>();

  @Test
  void theFirstTurnOfALifeIsNotTheOneThatIsMeasured() {
    Restarting contender = restarting(9.0, 1.0, 2.0);
    assertEquals(1.0, contender.turn());
    assertEquals(2.0, contender.turn());
    assertEquals(1, started.size());
  }

  @Test
  void whoIsLostIsStartedAnewAndTakesTheTurnAgain() {
    Restarting contender = restarting(9.0, 1.0);
    contender.turn();
    assertEquals(1.0, contender.turn());
    assertEquals(2, started.size());
    assertTrue(started.get(0).isClosed());
    contender.close();
    assertTrue(started.get(1).isClosed());
  }

  @Test
  void whoIsLostAgainAndAgainStaysLost() {
    Contender.Lost lost = assertThrows(Contender.Lost.class, restarting(9.0)::turn);
    assertEquals("it fell", lost.getMessage());
    assertEquals(4, started.size());
    assertTrue(started.stream().allMatch(Given::isClosed));
  }

  private Restarting restarting(Double... secondsOfALife) {
    return new Restarting(
        "peer",
        1,
        () -> {
          started.add(new Given("peer", 1, secondsOfALife));
          return started.get(started.size() - 1);
        });
  }
}
