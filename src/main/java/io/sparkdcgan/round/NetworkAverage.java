package io.sparkdcgan.round;

import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.round.WeightedSum.Weighted;
import java.util.List;
import java.util.function.Function;

/**
 * The average of whole states of one small network, where workers have seen equally many images.
 * The adversarial networks' states are averaged in slices: see {@link Averaging}.
 */
public final class NetworkAverage {
  private NetworkAverage() {}

  /**
   * Averages parameters and moments, and pools statistics by moments.
   *
   * @param states at least one, in worker order, which the last bits depend on
   */
  public static NetworkState of(List<NetworkState> states) {
    return new NetworkState(
        WeightedSum.ofValues(weighted(states, NetworkState::parameters)),
        WeightedSum.ofValues(weighted(states, NetworkState::firstMoments)),
        WeightedSum.ofValues(weighted(states, NetworkState::secondMoments)),
        WeightedSum.ofStatistics(weighted(states, NetworkState::statistics)),
        states.stream().mapToLong(NetworkState::updates).max().orElse(0));
  }

  private static List<Weighted> weighted(
      List<NetworkState> states, Function<NetworkState, float[]> of) {
    return states.stream().map(state -> new Weighted(1, of.apply(state))).toList();
  }
}
