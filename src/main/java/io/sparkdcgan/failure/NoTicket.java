package io.sparkdcgan.failure;

import java.util.Collection;

/**
 * Whether access was denied because nobody logged in to Kerberos; Hadoop says so in words alone.
 */
public final class NoTicket {
  /** What to do about it. */
  public static final String REMEDY =
      "since there is no Kerberos ticket: give --principal and --keytab, or call kinit before";

  private NoTicket() {}

  /** Whether one of these says so. */
  public static boolean isAmong(Collection<? extends Throwable> chain) {
    return chain.stream()
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(
            message ->
                message.contains("Client cannot authenticate via")
                    || message.contains("GSS initiate failed"));
  }
}
