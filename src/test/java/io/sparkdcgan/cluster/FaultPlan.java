package io.sparkdcgan.cluster;

import io.sparkdcgan.random.RandomStream;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which requests meet with which fault: each by itself with the same chance, and all of them from
 * the first on that puts a certain object.
 *
 * @param seed names the faults
 * @param rate of requests that meet with one, 0 to 1
 * @param outage how that object's key ends, if there is one
 */
public record FaultPlan(long seed, double rate, Optional<String> outage) {
  /** All goes well. */
  public static final FaultPlan NONE = new FaultPlan(0, 0, Optional.empty());

  /**
   * Whether this request is one at which the storage goes away.
   *
   * @param line for example {@code PUT /bucket/key HTTP/1.1}
   */
  boolean endsAt(String line) {
    // An upload in parts begins by a POST.
    return outage
        .filter(key -> line.matches("(PUT|POST) [^ ?]*" + Pattern.quote(key) + "[ ?].*"))
        .isPresent();
  }

  /**
   * What a request meets with, if anything.
   *
   * @param request counted from 0
   * @param out whether the storage is away for good
   */
  Optional<StorageFault> at(int request, boolean out) {
    RandomStream chance = RandomStream.of(seed, "storage fault", request);
    boolean strikes = chance.nextDouble() < rate || out;
    StorageFault[] faults = StorageFault.values();
    return strikes ? Optional.of(faults[chance.nextInt(faults.length)]) : Optional.empty();
  }
}
