package io.sparkdcgan.lease;

import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.lease.LeaseProtocol.Ticker;
import io.sparkdcgan.storage.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver's hold on a run or on a set that it imports, from {@link #acquire} until it is closed.
 * A thread of its own shows the others that this driver lives; what writes to the folder asks
 * {@link #check} before.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String OF_RUN = "leases";

  private final LeaseProtocol claimant;
  private final String run;
  private final String claim;
  private final ScheduledExecutorService heart;
  private final Future<?> beating;

  private Lease(LeaseProtocol claimant, String run, String claim) {
    this.claimant = claimant;
    this.run = run;
    this.claim = claim;
    this.heart = Executors.newSingleThreadScheduledExecutor(Lease::daemon);
    long every = claimant.interval().toMillis();
    this.beating = heart.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * Gets a run for this process. Takes moments if nobody else claims it, and up to {@code time} if
   * somebody does.
   *
   * @param run the run's folder
   * @param time without a sign of life for this long a driver has lost its run
   * @param pause waits so long, or throws if this driver is asked to stop
   * @throws Failure {@code HELD} if another driver has it, naming that
   */
  public static Lease acquire(ObjectStore run, Duration time, Consumer<Duration> pause) {
    return acquire(run, OF_RUN, new Term(time, "run.lease-seconds"), pause);
  }

  /**
   * The same for another folder than a run's.
   *
   * @param claims key of the folder, in it, for the claims of those who want it
   */
  public static Lease acquire(
      ObjectStore held, String claims, Term term, Consumer<Duration> pause) {
    String name = NAME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    LeaseProtocol claimant =
        new LeaseProtocol(
            new Claims.Stored(held, claims),
            name,
            Claim.here(term.time()),
            ticker(pause),
            new LeaseProtocol.Held(held.uri(), term.key()));
    claimant.acquire();
    return new Lease(claimant, held.uri(), claims + "/" + claimant.claim());
  }

  /** The key of the word that whoever takes over leaves for the one of this claim. */
  public static String takenOver(String claim) {
    return claim + LeaseProtocol.TAKEN_OVER;
  }

  /**
   * How long a driver may give no sign of life.
   *
   * @param key of the setting that says so
   */
  public record Term(Duration time, String key) {}

  /** The key of the object that stands as long as nobody took the folder over. */
  public String claim() {
    return claim;
  }

  /**
   * Makes certain that this driver still holds the run. Costs nothing while signs of life get
   * through.
   *
   * @throws Failure {@code HELD} if another one took it over; as {@link ObjectStore} if that cannot
   *     be found out
   */
  public void check() {
    claimant.check();
  }

  /** Lets the next driver have the run. That this fails is only logged: its time will end it. */
  @Override
  public void close() {
    beating.cancel(false);
    heart.shutdownNow();
    try {
      // A sign of life after the release would look like a new claim.
      if (!heart.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a sign of life for {} is still on its way; its lease has to run out", run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      claimant.release();
    } catch (Failure e) {
      LOG.warn("the lease of {} could not be released and has to run out: {}", run, e.getMessage());
    }
  }

  private void beat() {
    try {
      claimant.beat();
    } catch (RuntimeException e) {
      // Whoever writes next finds out. Until then the storage may come back.
      LOG.warn("no sign of life could be given: {}", e.getMessage());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "run-lease");
    thread.setDaemon(true);
    return thread;
  }

  private static Ticker ticker(Consumer<Duration> pause) {
    return new Ticker() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void pause(Duration time) {
        pause.accept(time);
      }
    };
  }
}
