package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Where {@code submit/dcgan} enters, with its own folder, spark-submit's path, the jar and the
 * user's words. It prints what to say of a program that never begins (code, status, sentence), and
 * what to execute as {@link Launch#answer} says; if that cannot be, the JSON line of a failure,
 * whose sentence is on standard error. Every piece ends with a NUL, which no word can hold.
 */
public final class Launcher {
  /** The commands that open no Spark context: they run here, wherever a driver would. */
  public static final Set<String> HERE = Set.of("export", "publish", "report", "status", "verify");

  private static final int BEFORE_WORDS = 3;

  private Launcher() {}

  public static void main(String[] args) {
    PrintStream output = utf8(FileDescriptor.out);
    List<String> words = Arrays.asList(args);
    ExitCode code = ExitCode.OK;
    try {
      Machine machine = Machine.here(words.get(0), words.get(1), words.get(2));
      requireUnicode(machine.property("sun.jnu.encoding"));
      DriverAddress.require(machine);
      Launch launch = Launch.of(machine, words.subList(BEFORE_WORDS, words.size()));
      launch.notes().stream().map(PrintableText::of).forEach(System.err::println);
      Failure unbegun = launch.unbegun();
      piece(output, String.valueOf(unbegun.code().number()));
      piece(output, unbegun.code().status());
      piece(output, unbegun.getMessage());
      launch.answer().forEach(piece -> piece(output, piece));
    } catch (Failure failure) {
      code = refused(failure, output);
    } catch (InvalidPathException e) {
      String sentence = e.getInput() + " is no path: correct it in the options or the environment";
      code = refused(new Failure(ExitCode.CONFIGURATION, sentence, e), output);
    } catch (RuntimeException e) {
      String sentence = "this is a bug of the launcher, please report it: " + e;
      code = refused(new Failure(ExitCode.BUG, sentence, e), output);
    }
    output.flush();
    System.exit(code.number());
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static void piece(PrintStream output, String piece) {
    output.append(piece).append('\0');
  }

  /** Names of files that hold other letters than the locale's vanish from a listing. */
  private static void requireUnicode(String encoding) {
    if (!encoding.equalsIgnoreCase("UTF-8")) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "this machine has no locale for UTF-8, and names of files in other letters would be lost:"
              + " install one (C.UTF-8 or en_US.UTF-8), or set LC_ALL to one that it has");
    }
  }

  private static ExitCode refused(Failure failure, PrintStream output) {
    PrintStream errors = utf8(FileDescriptor.err);
    errors.println(failure.getMessage());
    errors.flush();
    piece(output, Sentence.line(failure));
    return failure.code();
  }
}
