package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Where {@code submit/dcgan} enters, with its own folder, spark-submit's path, the jar and the
 * user's words. It prints what to execute as {@link Launch#answer} says; if that cannot be, the
 * JSON line of a failure, whose sentence is on standard error. Every piece ends with a NUL, which
 * no word can hold.
 */
public final class Launcher {
  /** The commands that open no Spark context: they run here, wherever a driver would. */
  public static final Set<String> HERE = Set.of("export", "publish", "report", "status", "verify");

  private static final int BEFORE_WORDS = 3;

  private Launcher() {}

  public static void main(String[] args) {
    PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    List<String> words = Arrays.asList(args);
    ExitCode code = ExitCode.OK;
    try {
      Machine machine = Machine.here(words.get(0), words.get(1), words.get(2));
      DriverProcess.require(machine);
      Launch launch = Launch.of(machine, words.subList(BEFORE_WORDS, words.size()));
      launch.notes().forEach(System.err::println);
      launch.answer().forEach(piece -> output.append(piece).append('\0'));
    } catch (Failure failure) {
      code = refused(failure, output);
    } catch (RuntimeException e) {
      String sentence = "this is a bug of the launcher, please report it: " + e;
      code = refused(new Failure(ExitCode.BUG, sentence, e), output);
    }
    output.flush();
    System.exit(code.number());
  }

  private static ExitCode refused(Failure failure, PrintStream output) {
    System.err.println(failure.getMessage());
    output.append(line(failure)).append('\0');
    return failure.code();
  }

  /** As the job itself ends; there is no JSON library here. */
  private static String line(Failure failure) {
    StringBuilder quoted = new StringBuilder();
    for (char c : failure.getMessage().toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u" + HexFormat.of().toHexDigits(c));
      } else {
        quoted.append(c);
      }
    }
    return "{\"command\":\"\",\"status\":\"%s\",\"exitCode\":%s,\"seconds\":0.0,\"error\":\"%s\"}"
        .formatted(failure.code().status(), failure.code().number(), quoted);
  }
}
