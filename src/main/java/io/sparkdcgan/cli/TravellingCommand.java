package io.sparkdcgan.cli;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.RecipeSource;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A command line that is to be understood on another machine. What its words mean is told by the
 * labels of the commands' parameters: URI, RUN, SHARDS and FILE are places, SOURCE is a place
 * behind a kind, CONF is a recipe, and KEY=VALUE overrides it.
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
   * The command, unless it has no need to travel: a mistake, a call for help, or one without Spark.
   */
  static Optional<TravellingCommand> of(List<String> words) {
    try {
      CommandLine commandLine = new CommandLine(new Dcgan()).setExpandAtFiles(false);
      ParseResult parsed = commandLine.parseArgs(words.toArray(String[]::new));
      StringBuilder name = new StringBuilder();
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
        name.append(name.isEmpty() ? "" : " ").append(parsed.commandSpec().name());
      }
      CommandSpec spec = parsed.commandSpec();
      boolean asksForHelp =
          spec.commandLine().isUsageHelpRequested() || spec.commandLine().isVersionHelpRequested();
      return !asksForHelp && spec.userObject() instanceof JobCommand job && job.needsSpark()
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
    return name.equals("train") ? values("URI").stream().findFirst() : Optional.empty();
  }

  /** A folder on a storage that driver and launcher can both reach: what it writes, else reads. */
  Optional<String> folder() {
    return values("URI").stream().findFirst().or(() -> values("RUN").stream().findFirst());
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
    List.of("URI", "RUN", "SHARDS", "FILE")
        .forEach(label -> values(label).forEach(this::requireShared));
    for (String source : values("SOURCE")) {
      if (!source.startsWith(TOY)) {
        requireShared(source.substring(source.indexOf(':') + 1));
      }
    }
    List<String> travelling = new ArrayList<>(words);
    for (String conf : values("CONF")) {
      RecipeSource recipe = RecipeSource.read(conf, storage);
      RunConfig config = ConfigReader.read(recipe.name(), recipe.text(), values("KEY=VALUE"));
      requireShared(config.data().shards());
      grace = Duration.ofSeconds(config.durability().graceSeconds());
      travelling.set(words.indexOf(conf), recipe.dataUri());
    }
    return travelling;
  }

  private void requireShared(String place) {
    if (StorageUri.isLocalPath(place)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s is a path of this machine, but in cluster mode the driver runs on another: give an hdfs: or s3a: URI, or file:/PATH of a disk that all machines share"
              .formatted(place));
    }
  }

  /** What stands for a parameter of this label, in the order of the command's parameters. */
  private List<String> values(String label) {
    return spec.args().stream()
        .filter(arg -> arg.paramLabel().equals(label))
        .map(ArgSpec::originalStringValues)
        .flatMap(List::stream)
        .toList();
  }
}
