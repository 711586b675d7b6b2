package io.sparkdcgan.spark.round;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.sparkdcgan.round.RoundAccount.RoundBytes;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundSeconds;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * The last round among Spark's own metrics, for whatever sink Spark has: its Prometheus servlet,
 * for example. Gauges say what {@code metrics.jsonl} says of the last averaged round, NaN and 0
 * before the first; counters go on through the run.
 */
final class RoundSource implements Source {
  private static final String NAME = "dcgan";

  private final MetricRegistry metrics = new MetricRegistry();
  private final Counter leftOut = metrics.counter("workers.leftOut");
  private final Counter diverged = metrics.counter("rounds.diverged");
  private final String name;
  private volatile Averaged last;

  private RoundSource(String name) {
    this.name = name;
    RoundSeconds.phases()
        .forEach(
            phase -> number("seconds." + phase, round -> round.seconds().byPhase().get(phase)));
    RoundBytes.phases().forEach(phase -> whole("bytes." + phase, round -> bytes(round, phase)));
    whole("round", round -> round.state().progress().round());
    whole("imagesSeen", round -> round.state().progress().imagesSeen());
    number("imagesPerSecond", round -> round.images() / round.seconds().total());
    number("loss.discriminator", round -> round.losses().discriminator());
    number("loss.generator", round -> round.losses().generator());
    number("judged.real", round -> round.losses().judgedReal());
    number("judged.drawn", round -> round.losses().judgedDrawn());
    number("workers.slowestSeconds", round -> round.account().spread().slowest());
    number("workers.fastestSeconds", round -> round.account().spread().fastest());
    number("workers.longestUpdate", round -> round.account().spread().longestUpdate());
    number("wireError", Averaged::wireError);
  }

  /**
   * A source of its own for one training. The first of a context is called {@code dcgan}, others
   * next to it {@code 2.dcgan} and so on. Spark takes away whatever begins like a source that goes.
   */
  static RoundSource register(MetricsSystem metrics) {
    synchronized (metrics) {
      String name = NAME;
      for (int number = 2; !metrics.getSourcesByName(name).isEmpty(); number++) {
        name = number + "." + NAME;
      }
      RoundSource source = new RoundSource(name);
      metrics.registerSource(source);
      return source;
    }
  }

  /** Says how a round ended. */
  void tell(RoundOutcome outcome) {
    leftOut.inc(outcome.leftOut().size());
    if (outcome instanceof Averaged averaged) {
      last = averaged;
    } else {
      diverged.inc();
    }
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return metrics;
  }

  private static long bytes(Averaged round, String phase) {
    return round.account().bytes().byPhase().get(phase);
  }

  private void number(String name, ToDoubleFunction<Averaged> of) {
    metrics.register(
        name, (Gauge<Double>) () -> last == null ? Double.NaN : of.applyAsDouble(last));
  }

  private void whole(String name, ToLongFunction<Averaged> of) {
    metrics.register(name, (Gauge<Long>) () -> last == null ? 0L : of.applyAsLong(last));
  }
}
