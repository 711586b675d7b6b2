package io.sparkdcgan.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.lease.RivalWatch.Sign;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of another driver's claim, look by look. */
class RivalWatchTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Claim CLAIM = new Claim("the other", Instant.EPOCH, LEASE, true, 1);

  private final Board board = new Board();
  private final RivalWatch watch = new RivalWatch("other", LEASE);

  @Test
  void firstLookSaysNothingAndAChangeIsASignOfLife() {
    board.content = CLAIM.json();
    assertEquals(Sign.NONE, lookAfter(0));
    assertEquals(Sign.NONE, lookAfter(59));
    board.content = CLAIM.beating(true).json();
    assertEquals(Sign.ALIVE, lookAfter(0));
    assertEquals(Sign.ALIVE, lookAfter(59));
    assertEquals(Sign.DEAD, lookAfter(1), "it had been alive");
  }

  @Test
  void withdrawnClaimIsGone() {
    board.content = CLAIM.json();
    lookAfter(0);
    board.content = null;
    assertEquals(Sign.GONE, lookAfter(1));
  }

  @Test
  void claimGoesByTheLeaseThatItStates() {
    board.content = new Claim("slow", Instant.EPOCH, LEASE.multipliedBy(2), true, 1).json();
    lookAfter(0);
    assertEquals(Sign.NONE, lookAfter(119));
    assertEquals(Sign.DEAD, lookAfter(1));
  }

  @Test
  void driverThatDiedWhileItWroteIsDeadAfterOurOwnLease() {
    board.content = new byte[0];
    for (int second = 0; second <= 60; second++) {
      assertEquals(Sign.NONE, lookAfter(second == 0 ? 0 : 1 - 1e-6), "second " + second);
    }
    assertEquals(Sign.DEAD, lookAfter(1));
  }

  @Test
  void halfWrittenClaimsWithATimeBetweenThemThatNobodyLookedAtMayBeTwo() {
    board.content = new byte[0];
    lookAfter(0);
    assertEquals(Sign.NONE, lookAfter(100));
    assertEquals(Sign.NONE, lookAfter(100));
  }

  @Test
  void whoIsStalledAfterALookDoesNotCountTheStall() {
    board.content = CLAIM.json();
    lookAfter(0);
    board.stall = LEASE.multipliedBy(2);
    assertEquals(Sign.NONE, lookAfter(1), "it may have changed in the meantime");
  }

  private Sign lookAfter(double seconds) {
    board.now += (long) (seconds * 1e9);
    return watch.look(board, board);
  }

  /** One claim and a clock. */
  private static final class Board implements Claims, LeaseProtocol.Ticker {
    private byte[] content;
    private Duration stall = Duration.ZERO;
    private long now;

    @Override
    public List<String> names() {
      return content == null ? List.of() : List.of("other");
    }

    @Override
    public Optional<byte[]> find(String name) {
      now += stall.toNanos();
      return Optional.ofNullable(content);
    }

    @Override
    public void put(String name, byte[] content) {
      throw new UnsupportedOperationException("only its driver writes it");
    }

    @Override
    public void delete(String name) {
      throw new UnsupportedOperationException("only its driver deletes it");
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void pause(Duration time) {
      now += time.toNanos();
    }
  }
}
