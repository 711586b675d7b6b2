package io.sparkdcgan.lease;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.lease.LeaseProtocol.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Watches another driver's claim: it is alive once it changes, and dead once it has not changed for
 * its lease's time by our own clock. No two machines' clocks are ever compared.
 */
final class RivalWatch {
  /** What is known of the other driver. */
  enum Sign {
    /** Too early to say. */
    NONE,
    ALIVE,
    DEAD,
    /** It has withdrawn its claim. */
    GONE
  }

  private static final int MOST_UNREADABLE = 10;

  private final String name;
  private final Duration ownLease;
  private byte[] seen;
  private long since;
  private long lastAsked;
  private boolean changed;
  private int unreadable;
  private Optional<Claim> claim = Optional.empty();

  /**
   * @param ownLease for a claim that does not say its own: its driver died while it wrote it
   */
  RivalWatch(String name, Duration ownLease) {
    this.name = name;
    this.ownLease = ownLease;
  }

  String name() {
    return name;
  }

  /** What it said when it could last be read whole, if it ever could. */
  Optional<Claim> claim() {
    return claim;
  }

  Sign look(Claims claims, Ticker ticker) {
    // Before the read: we may be stalled after it ourselves, while the other goes on.
    long asked = ticker.nanos();
    Optional<byte[]> found = read(claims);
    if (unreadable > 0) {
      return Sign.NONE;
    }
    if (found.isEmpty()) {
      return Sign.GONE;
    }
    Duration lease = claim.map(Claim::lease).orElse(ownLease);
    Optional<Claim> now = Claim.parse(found.get());
    // Every half-written claim looks alike. That it is still the same one is known only if we have
    // looked so often that a whole one in between, which stands for a fifth, would have been seen.
    boolean lookedAway = ticker.nanos() - lastAsked > lease.dividedBy(10).toNanos();
    lastAsked = asked;
    if (seen == null || !Arrays.equals(seen, found.get()) || (now.isEmpty() && lookedAway)) {
      changed |= seen != null;
      seen = found.get();
      // After the read: it stood no longer than from now on, as far as we can tell.
      since = ticker.nanos();
      claim = now.or(() -> claim);
      // Half a claim is a sign of life, but does not say yet who lives.
      return changed && now.isPresent() ? Sign.ALIVE : Sign.NONE;
    }
    if (asked - since >= lease.toNanos()) {
      return Sign.DEAD;
    }
    return changed && now.isPresent() ? Sign.ALIVE : Sign.NONE;
  }

  /** On HDFS an object that is being replaced may fail to be read; that says nothing. */
  private Optional<byte[]> read(Claims claims) {
    try {
      Optional<byte[]> found = claims.find(name);
      unreadable = 0;
      return found;
    } catch (Failure e) {
      seen = null;
      unreadable++;
      if (e.code() != ExitCode.IO || unreadable > MOST_UNREADABLE) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
