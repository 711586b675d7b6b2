package io.sparkdcgan.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A driver of which there is only the watch, as the child of a launcher that does nothing. */
final class LauncherWatchTest {
  private static final int KILLED = 137;

  /** The driver. */
  static final class Driver {
    private Driver() {}

    public static void main(String[] args) throws InterruptedException {
      LauncherWatch.start();
      System.out.println(ProcessHandle.current().pid());
      Thread.sleep(TimeUnit.SECONDS.toMillis(60));
    }
  }

  @Test
  void aDriverEndsSoonAfterItsLauncherWasKilled() throws Exception {
    Process launcher = start("export DCGAN_LAUNCHER_PID=$$; \"$@\" & wait");
    ProcessHandle driver = driver(launcher);
    assertTrue(driver.isAlive());
    launcher.destroyForcibly().waitFor();
    driver.onExit().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aLauncherThatWasGoneBeforeEndsTheDriverAtOnce() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Process driver = start("export DCGAN_LAUNCHER_PID=" + gone.pid() + "; exec \"$@\"");
    assertTrue(driver.waitFor(30, TimeUnit.SECONDS));
    assertEquals(KILLED, driver.exitValue());
  }

  @Test
  void aVariableThatCameFromElsewhereIsNoLauncher() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    for (String value : List.of(String.valueOf(other.pid()), "none", "")) {
      Process driver = start("export DCGAN_LAUNCHER_PID=" + value + "; exec \"$@\"");
      driver(driver);
      other.destroyForcibly().waitFor();
      assertFalse(driver.waitFor(700, TimeUnit.MILLISECONDS), value);
      driver.destroyForcibly().waitFor();
    }
  }

  /** Once it watches. */
  private static ProcessHandle driver(Process process) throws Exception {
    long pid = Long.parseLong(process.inputReader().readLine());
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static Process start(String launcher) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            "bash",
            "-c",
            launcher,
            "launcher",
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            Driver.class.getName())
        .start();
  }
}
