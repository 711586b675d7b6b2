package io.sparkdcgan.cli;

import io.sparkdcgan.cli.JobCommand.Names;
import io.sparkdcgan.cli.JobCommand.Thing;
import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.launch.Launcher;
import io.sparkdcgan.storage.RecipeSource;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A command line that is to be understood on another machine. What its words mean, the commands'
 * parameters say by {@link JobCommand.Names}.
 */
final class TravellingCommand {
  private static final String TOY = "toy:";

  private final String name;
  private final List<String> words;
  private final CommandSpec spec;
  private Duration grace = Duration.ZERO;

  private TravellingCommand(String name, List<String> words, CommandSpec spec) {
    this.name = name;
    this.words = words;
    this.spec = spec;
  }

  /**
   * The command, unless it has no need to travel: a mistake, a call for help, or one that opens no
   * Spark context.
   */
  static Optional<TravellingCommand> of(List<String> words) {
    try {
      CommandLine commandLine = Dcgan.commandLine(new Dcgan()).setExpandAtFiles(false);
      ParseResult parsed = commandLine.parseArgs(words.toArray(String[]::new));
      StringBuilder name = new StringBuilder();
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
        name.append(name.isEmpty() ? "" : " ").append(parsed.commandSpec().name());
      }
      CommandSpec spec = parsed.commandSpec();
      boolean asksForHelp =
          spec.commandLine().isUsageHelpRequested() || spec.commandLine().isVersionHelpRequested();
      boolean travels =
          !asksForHelp
              && spec.userObject() instanceof JobCommand
              && !Launcher.HERE.contains(name.toString());
      return travels
          ? Optional.of(new TravellingCommand(name.toString(), words, spec))
          : Optional.empty();
    } catch (ParameterException e) {
      return Optional.empty();
    }
  }

  String name() {
    return name;
  }

  /** The run's folder, of a command that trains one. */
  Optional<String> trainedRun() {
    return spec.userObject() instanceof TrainCommand
        ? values(Thing.OUTPUT).findFirst()
        : Optional.empty();
  }

  /** A folder on a storage that driver and launcher can both reach: what it writes, else reads. */
  Optional<String> folder() {
    return values(Thing.OUTPUT).findFirst().or(() -> values(Thing.RUN).findFirst());
  }

  /** How long the driver may take to end after it was told to, once {@link #words} are known. */
  Duration grace() {
    return grace;
  }

  /**
   * The words for the other machine: the recipe goes along in them.
   *
   * @throws Failure {@code CONFIGURATION} if the recipe has mistakes, or a place is this machine's
   */
  List<String> words(Configuration storage) throws IOException {
    Stream.of(Thing.OUTPUT, Thing.RUN, Thing.INPUT)
        .flatMap(this::values)
        .forEach(TravellingCommand::requireShared);
    values(Thing.SOURCE)
        .filter(source -> !source.startsWith(TOY))
        .forEach(source -> requireShared(source.substring(source.indexOf(':') + 1)));
    List<String> travelling = new ArrayList<>(words);
    for (String conf : values(Thing.RECIPE).toList()) {
      RecipeSource recipe = RecipeSource.read(conf, storage);
      List<String> overrides = values(Thing.OVERRIDES).toList();
      RunConfig config = ConfigReader.read(recipe.name(), recipe.text(), overrides);
      requireShared(config.data().shards());
      grace = Duration.ofSeconds(config.durability().graceSeconds());
      travelling.set(words.indexOf(conf), recipe.dataUri());
    }
    return travelling;
  }

  private static void requireShared(String place) {
    if (StorageUri.isLocalPath(place)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s is a path of this machine, but in cluster mode the driver runs on another: give an hdfs: or s3a: URI, or file:/PATH of a disk that all machines share"
              .formatted(place));
    }
  }

  /** What stands for parameters that name such things, in the order of the parameters. */
  private Stream<String> values(Thing thing) {
    return spec.args().stream()
        .filter(arg -> names(arg, thing))
        .flatMap(arg -> arg.originalStringValues().stream());
  }

  private static boolean names(ArgSpec arg, Thing thing) {
    return arg.userObject() instanceof Field field
        && field.isAnnotationPresent(Names.class)
        && field.getAnnotation(Names.class).value() == thing;
  }
}
