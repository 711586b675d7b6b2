package io.sparkdcgan.launch;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Ends a driver whose launcher is gone: who kills {@code submit/dcgan} for good means the driver,
 * which is its child and would hold the run. A launcher that is only asked to stop asks the driver.
 */
public final class LauncherWatch {
  /** The variable with which the launcher says which process it is. */
  public static final String VARIABLE = "DCGAN_LAUNCHER_PID";

  private static final long PERIOD_NANOS = 250_000_000;
  private static final int KILLED = 137;

  private LauncherWatch() {}

  /** Begins to watch, if a launcher started this process. */
  public static void start() {
    String number = System.getenv(VARIABLE);
    if (number == null || !number.matches("[1-9][0-9]{0,9}")) {
      return;
    }
    long launcher = Long.parseLong(number);
    Optional<ProcessHandle> above =
        ancestors().filter(process -> process.pid() == launcher).findFirst();
    if (above.isPresent()) {
      Thread thread = new Thread(() -> endAfter(above.get()), "launcher-watch");
      thread.setDaemon(true);
      thread.start();
    } else if (diedBefore(launcher)) {
      end();
    }
  }

  /**
   * Whether it was gone before this process came so far. One that lives and is nobody who started
   * this process has a number that was given again, or the variable came from elsewhere. Whom this
   * user may not see could be alive: then one's own parent cannot be seen either.
   */
  private static boolean diedBefore(long launcher) {
    return ProcessHandle.of(launcher).isEmpty() && ProcessHandle.current().parent().isPresent();
  }

  private static Stream<ProcessHandle> ancestors() {
    return Stream.iterate(
            ProcessHandle.current().parent(),
            Optional::isPresent,
            process -> process.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream);
  }

  /** A handle knows when its process began, so that a number that is given again is no mistake. */
  private static void endAfter(ProcessHandle launcher) {
    while (launcher.isAlive()) {
      LockSupport.parkNanos(PERIOD_NANOS);
    }
    end();
  }

  private static void end() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(KILLED);
  }
}
