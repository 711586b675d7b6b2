package io.sparkdcgan.run;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;

/**
 * Workers whose discriminator stays as it is after some round, whatever it learned in between.
 *
 * @param from completed rounds from which on it does
 */
record FrozenDiscriminator(Workers workers, long from) implements Workers {
  @Override
  public RoundOutcome train(GanState start, RoundPlan plan) {
    RoundOutcome outcome = workers.train(start, plan);
    if (start.progress().round() < from || !(outcome instanceof Averaged averaged)) {
      return outcome;
    }
    GanState end = averaged.state();
    return new Averaged(
        new GanState(end.generator(), start.discriminator(), end.progress(), end.memory()),
        averaged.losses(),
        averaged.images(),
        averaged.leftOut(),
        averaged.wireError(),
        averaged.account());
  }

  @Override
  public void cancel(String reason) {
    workers.cancel(reason);
  }

  @Override
  public void close() {
    workers.close();
  }
}
