package io.sparkdcgan.cluster;

import io.sparkdcgan.random.RandomStream;
import java.util.Optional;

/**
 * Which requests meet with which fault: each by itself with the same chance, and from some request
 * on all of them.
 *
 * @param seed names the faults
 * @param rate of requests that meet with one, 0 to 1
 * @param outageFrom the first request, counted from 0, of those that all do
 */
public record FaultPlan(long seed, double rate, int outageFrom) {
  /** All goes well. */
  public static final FaultPlan NONE = new FaultPlan(0, 0, Integer.MAX_VALUE);

  Optional<StorageFault> at(int request) {
    RandomStream chance = RandomStream.of(seed, "storage fault", request);
    boolean strikes = chance.nextDouble() < rate || request >= outageFrom;
    StorageFault[] faults = StorageFault.values();
    return strikes ? Optional.of(faults[chance.nextInt(faults.length)]) : Optional.empty();
  }
}
