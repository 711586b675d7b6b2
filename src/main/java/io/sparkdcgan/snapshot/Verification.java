package io.sparkdcgan.snapshot;

/** What a look at every byte of one snapshot found. */
public sealed interface Verification {
  /** The snapshot's round. */
  long round();

  /**
   * Everything is as its marker vouches.
   *
   * @param digest SHA-256 of the state
   * @param bytes of all its files
   */
  record Intact(long round, String digest, long bytes) implements Verification {}

  /**
   * Something is not.
   *
   * @param file the first file that is wrong, for example {@code state.safetensors}
   * @param reason what is wrong with it
   */
  record Damaged(long round, String file, String reason) implements Verification {
    /** For people: the snapshot, the file, the reason. */
    public String sentence() {
      return "%s/%s %s".formatted(SnapshotStore.folder(round), file, reason);
    }
  }

  /** Its run deleted it, or began to, while it was looked at. */
  record Gone(long round) implements Verification {}
}
