package io.sparkdcgan.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Claimants on threads of which one runs at a time, from one storage operation or pause to the
 * next; a seed says which. So a seed is one interleaving, and the same one every time. Time passes
 * between operations only. A driver may be stalled anywhere, also in the middle of a put, when
 * others read half an object; and killed anywhere.
 */
final class ClaimsInTurns implements AutoCloseable {
  /** What ends a driver as kill -9 does: nothing of it runs afterward. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Looks at all drivers between two operations. */
  interface Invariant {
    void check();
  }

  /** What a driver does. */
  interface Work {
    void run(Driver driver);
  }

  private final Map<String, byte[]> objects = new TreeMap<>();
  private final List<Driver> drivers = new ArrayList<>();
  private final Semaphore back = new Semaphore(0);
  private final Random chance;
  private final double stalls;
  private final double kills;
  private final Duration lease;
  private long now;

  /**
   * @param stalls how likely an operation is followed by a stall of up to three leases
   * @param kills how likely it is a driver's last
   */
  ClaimsInTurns(long seed, Duration lease, double stalls, double kills) {
    this.chance = new Random(seed);
    this.lease = lease;
    this.stalls = stalls;
    this.kills = kills;
  }

  Driver driver(Work work) {
    Driver driver = new Driver(work);
    drivers.add(driver);
    return driver;
  }

  /** Runs all drivers to their ends, and looks after each operation. */
  void run(Invariant invariant) {
    drivers.forEach(driver -> driver.thread.start());
    while (drivers.stream().anyMatch(driver -> !driver.ended)) {
      List<Driver> awake =
          drivers.stream().filter(driver -> !driver.ended && driver.sleepsUntil <= now).toList();
      if (awake.isEmpty()) {
        now =
            drivers.stream()
                .filter(driver -> !driver.ended)
                .mapToLong(driver -> driver.sleepsUntil)
                .min()
                .orElseThrow();
        continue;
      }
      Driver next = awake.get(chance.nextInt(awake.size()));
      befall(next);
      next.turn.release();
      back.acquireUninterruptibly();
      now += chance.nextInt(1_000_000);
      invariant.check();
    }
  }

  private void befall(Driver driver) {
    driver.killed |= chance.nextDouble() < kills;
  }

  @Override
  public void close() {
    for (Driver driver : drivers) {
      while (!driver.ended && driver.thread.isAlive()) {
        driver.killed = true;
        driver.turn.release();
        back.acquireUninterruptibly();
      }
    }
  }

  /** One driver: its view of the claims, and its clock. */
  final class Driver implements Claims, LeaseProtocol.Ticker {
    private final Semaphore turn = new Semaphore(0);
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean killed;
    private long sleepsUntil;

    private Driver(Work work) {
      this.thread =
          new Thread(
              () -> {
                try {
                  turn.acquireUninterruptibly();
                  if (!killed) {
                    work.run(this);
                  }
                } catch (Killed e) {
                  // as it should be
                } finally {
                  ended = true;
                  back.release();
                }
              });
      thread.setDaemon(true);
    }

    boolean isKilled() {
      return killed;
    }

    private void yieldTurn() {
      if (chance.nextDouble() < stalls) {
        sleepsUntil = now + chance.nextLong(3 * lease.toNanos());
      }
      back.release();
      turn.acquireUninterruptibly();
      if (killed) {
        throw new Killed();
      }
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void pause(Duration time) {
      sleepsUntil = now + time.toNanos();
      yieldTurn();
    }

    @Override
    public List<String> names() {
      yieldTurn();
      List<String> names = List.copyOf(objects.keySet());
      yieldTurn();
      return names;
    }

    @Override
    public Optional<byte[]> find(String name) {
      yieldTurn();
      Optional<byte[]> found = Optional.ofNullable(objects.get(name));
      yieldTurn();
      return found;
    }

    @Override
    public void put(String name, byte[] content) {
      yieldTurn();
      objects.put(name, new byte[0]);
      yieldTurn();
      objects.put(name, content);
      yieldTurn();
    }

    @Override
    public void delete(String name) {
      yieldTurn();
      objects.remove(name);
      yieldTurn();
    }
  }
}
