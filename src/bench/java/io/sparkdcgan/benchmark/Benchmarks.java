package io.sparkdcgan.benchmark;

import io.sparkdcgan.benchmark.learn.BenchLearnCommand;
import picocli.CommandLine.Command;

/** {@code bench WHAT}: where the command line enters, by this class's name. */
@Command(
    name = "bench",
    description = "Measures this machine, peers included.",
    subcommands = {
      BenchStepCommand.class,
      BenchRoundCommand.class,
      BenchImportCommand.class,
      BenchLearnCommand.class
    })
public final class Benchmarks {}
