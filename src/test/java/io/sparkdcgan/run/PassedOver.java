package io.sparkdcgan.run;

import io.sparkdcgan.round.RoundOutcome;
import java.util.ArrayList;
import java.util.List;

/** Looks on and takes down which snapshots a run passed over, and what else it went on without. */
record PassedOver(List<String> sentences) implements RunWatcher {
  PassedOver() {
    this(new ArrayList<>());
  }

  @Override
  public void passesOver(String sentence) {
    sentences.add(sentence);
  }

  @Override
  public void warns(String sentence) {
    sentences.add(sentence);
  }

  @Override
  public void begins(long round, long rounds) {}

  @Override
  public void repeats(long round, RoundOutcome.Diverged diverged) {}

  @Override
  public void fails(long round, String reason) {}

  @Override
  public void completed(CompletedRound round) {}
}
