package io.sparkdcgan.failure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An end that was foreseen: one sentence for the user (what, where, what to do) and the exit code
 * that goes with it. Anything else that reaches the command line is a bug or an I/O error.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode code;
  private final LinkedHashMap<String, Object> facts = new LinkedHashMap<>();

  /**
   * @param sentence may quote any name: it is made a {@link PrintableText}
   */
  public Failure(ExitCode code, String sentence) {
    this(code, List.of(sentence));
  }

  /** The same with what it came from. */
  public Failure(ExitCode code, String sentence, Throwable cause) {
    super(PrintableText.of(sentence), cause);
    this.code = code;
  }

  /** Without a cause, so that one can be given later. */
  private Failure(ExitCode code, List<String> sentences) {
    super(sentences.stream().map(PrintableText::of).collect(Collectors.joining("\n")));
    this.code = code;
  }

  /** A failure with several sentences, one a line. */
  public static Failure of(ExitCode code, List<String> sentences) {
    return new Failure(code, sentences);
  }

  /**
   * A failure that has something to tell a pipeline besides its sentence.
   *
   * @param facts what the command's JSON line says, as it would have on success
   */
  public Failure(ExitCode code, String sentence, Map<String, Object> facts) {
    this(code, sentence);
    this.facts.putAll(facts);
  }

  public ExitCode code() {
    return code;
  }

  /** What the command's JSON line says besides; empty for most failures. */
  public Map<String, Object> facts() {
    return Collections.unmodifiableMap(facts);
  }
}
