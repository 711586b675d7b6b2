package io.sparkdcgan.lease;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver's part in the agreement on who holds a run. It needs no conditional create: every
 * driver writes only its own claim, in the manner of Lamport's bakery.
 *
 * <p>A claimant first writes its claim and then looks at the others'. Of two who claim at once at
 * least one sees the other; the one whose name is greater gives way, and so does everyone who sees
 * a live holder. The one whose name is less waits until the other is gone, dead, or the holder
 * after all. Dead is whose claim has not changed for its lease's time.
 *
 * <p>A holder is sure of the run for four fifths of its lease from the start of its last sign of
 * life: nobody can have taken it for dead in that time, if clocks run equally fast within a fifth.
 * One that was stalled for longer looks whether anybody else has claimed since, and has lost the
 * run if so: who takes it for dead has written a claim before, and leaves a word for it.
 */
final class LeaseProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseProtocol.class);
  private static final String CLAIM = ".json";
  static final String TAKEN_OVER = ".taken-over";
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Time as a claimant sees it: a clock that only goes forward, and waiting. */
  interface Ticker {
    /** Nanoseconds since some moment. */
    long nanos();

    /** Waits; may throw instead, if whoever waits is asked to stop. */
    void pause(Duration time);
  }

  private final Claims claims;
  private final String name;
  private final Ticker ticker;
  private final Duration lease;
  private final Held run;
  private Claim claim;
  private volatile long sureUntil;
  private volatile boolean held;
  private volatile boolean lost;

  /**
   * @param name sorts among the others'; nobody else ever has the same
   * @param run the run, for messages
   */
  LeaseProtocol(Claims claims, String name, Claim claim, Ticker ticker, Held run) {
    this.claims = claims;
    this.name = name + CLAIM;
    this.claim = claim;
    this.ticker = ticker;
    this.lease = claim.lease();
    this.run = run;
    this.sureUntil = ticker.nanos();
  }

  /** The run of this URI, for which {@code run.lease-seconds} is set. */
  LeaseProtocol(Claims claims, String name, Claim claim, Ticker ticker, String run) {
    this(claims, name, claim, ticker, new Held(run, "run.lease-seconds"));
  }

  /**
   * What is held, for messages.
   *
   * @param key of the setting that says for how long
   */
  record Held(String uri, String key) {
    @Override
    public String toString() {
      return uri;
    }
  }

  /** The name of this one's own claim. */
  String claim() {
    return name;
  }

  /** Time between two signs of life. */
  Duration interval() {
    return lease.dividedBy(5);
  }

  /** Whether the run is this one's without a doubt, at this moment. */
  boolean isSure() {
    return held && !lost && ticker.nanos() - sureUntil < 0;
  }

  /**
   * Gets the run; waits as long as it takes to tell whether others live.
   *
   * @throws Failure {@code HELD} if another one has it or is about to
   */
  void acquire() {
    try {
      write(false);
      List<String> dead = awaitAlone();
      dead.forEach(this::takeOver);
      held = true;
      write(true);
      check();
    } catch (Throwable thrown) {
      release(thrown);
      throw thrown;
    }
  }

  /**
   * Makes certain that the run is still this one's.
   *
   * @throws Failure {@code HELD} if another one took it over
   */
  void check() {
    if (!isSure()) {
      beat();
    }
  }

  /** Gives a sign of life, and after too long a silence looks whether the run was taken over. */
  synchronized void beat() {
    if (!lost) {
      write(true);
    }
    if (lost) {
      throw takenOver();
    }
  }

  /** Withdraws the claim. */
  synchronized void release() {
    held = false;
    lost = true;
    claims.delete(name);
  }

  private void release(Throwable why) {
    try {
      release();
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private synchronized void write(boolean holds) {
    long start = ticker.nanos();
    claim = claim.beating(holds);
    claims.put(name, claim.json());
    // Had the silence been too long, somebody may have listened to it to its end.
    boolean doubtful = ticker.nanos() - sureUntil >= 0;
    if (holds && doubtful && isTakenOver()) {
      lost = true;
    } else {
      sureUntil = start + lease.multipliedBy(4).dividedBy(5).toNanos();
    }
  }

  private Failure takenOver() {
    return new Failure(
        ExitCode.HELD,
        "%s was taken over: this driver gave no sign of life for more than %s = %s; what it has not saved the other driver computes again"
            .formatted(run, run.key(), lease.toSeconds()));
  }

  private boolean isTakenOver() {
    List<String> names = claims.names();
    return names.contains(name + TAKEN_OVER) || !others(names).isEmpty();
  }

  /** The names of dead claims, once there are no live ones. */
  private List<String> awaitAlone() {
    Map<String, RivalWatch> watched = new TreeMap<>();
    while (true) {
      List<String> names = claims.names();
      if (names.contains(name + TAKEN_OVER)) {
        throw takenOver();
      }
      List<String> dead = new ArrayList<>();
      boolean alone = true;
      for (String other : others(names)) {
        RivalWatch rival = watched.computeIfAbsent(other, this::watch);
        switch (rival.look(claims, ticker)) {
          case GONE -> {}
          case DEAD -> dead.add(other);
          case NONE -> alone = false;
          case ALIVE -> {
            giveWayTo(rival);
            alone = false;
          }
        }
      }
      // Who was stalled may be taken for dead by now, and has to ask again.
      if (alone && ticker.nanos() - sureUntil < 0) {
        return dead;
      }
      pause();
    }
  }

  private RivalWatch watch(String other) {
    LOG.info(
        "there is another driver's claim to {}: waiting for a sign of life, {} s at most",
        run,
        lease.toSeconds());
    return new RivalWatch(other, lease);
  }

  private void giveWayTo(RivalWatch rival) {
    Claim other = rival.claim().orElseThrow();
    if (other.held() || rival.name().compareTo(name) < 0) {
      throw new Failure(
          ExitCode.HELD,
          "%s is held by another driver, %s, since %s: try again when that one has ended, or %s s after it died"
              .formatted(run, other.driver(), other.since(), other.lease().toSeconds()));
    }
  }

  private void pause() {
    Duration often = lease.dividedBy(20);
    ticker.pause(often.compareTo(LONGEST_PAUSE) < 0 ? often : LONGEST_PAUSE);
    if (ticker.nanos() - sureUntil >= -lease.multipliedBy(3).dividedBy(5).toNanos()) {
      write(false);
    }
  }

  /** Leaves a word for a driver that is taken for dead, should it only have been stalled. */
  private void takeOver(String dead) {
    LOG.warn("{} is taken over from a driver that gave no sign of life: {}", run, dead);
    claims.put(dead + TAKEN_OVER, claim.json());
    claims.delete(dead);
  }

  private List<String> others(List<String> names) {
    return names.stream().filter(other -> other.endsWith(CLAIM) && !other.equals(name)).toList();
  }
}
