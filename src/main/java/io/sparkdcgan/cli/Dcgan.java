package io.sparkdcgan.cli;

import io.sparkdcgan.run.BuildVersions;
import io.sparkdcgan.run.StopRequest;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * All commands. A new one implements {@link JobCommand}, or has commands that do, and is added to
 * the list here.
 */
@Command(
    name = "dcgan",
    description = "Trains a DCGAN by parameter averaging on Apache Spark.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Dcgan.Version.class,
    subcommands = {
      ImportCommand.class,
      PreflightCommand.class,
      TrainCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      FeaturesCommand.class,
      ExploreCommand.class,
      PublishCommand.class,
      ExportCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      ReportCommand.class
    })
final class Dcgan {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  boolean debug;

  /** What tells a command that its process is to end; nothing does, unless the process is ours. */
  Termination termination = Termination.NEVER;

  /** All commands, and the benchmarks where they are on the class path. */
  static CommandLine commandLine(Dcgan dcgan) {
    return new CommandLine(dcgan).addSubcommand(BenchCommand.found());
  }

  /** How a process is told to end. */
  interface Termination {
    /** For commands within another program. */
    Termination NEVER = (stop, grace) -> {};

    /**
     * From now on a signal asks this to stop, and no longer ends the command at once; that happens
     * when the grace period is over and the command has not ended.
     */
    void asks(StopRequest stop, Duration grace);
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"spark-dcgan " + BuildVersions.all().get("spark-dcgan")};
    }
  }
}
