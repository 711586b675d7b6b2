package io.sparkdcgan.run;

/** What the guard thinks of a run. */
sealed interface GuardVerdict {
  /** The run goes on. */
  record Healthy() implements GuardVerdict {}

  /** Something is wrong, and more of the same would not help. */
  sealed interface Alarm extends GuardVerdict {
    /** For people; a sentence without its end. */
    String reason();
  }

  /** The generator draws too much of the same, or nobody teaches it any more. */
  record Collapsed(String reason) implements Alarm {}

  /** The networks have left the game: images get ever worse, or numbers are none. */
  record Diverged(String reason) implements Alarm {}
}
