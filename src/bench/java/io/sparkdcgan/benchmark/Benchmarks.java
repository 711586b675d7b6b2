package io.sparkdcgan.benchmark;

import picocli.CommandLine.Command;

/** {@code bench WHAT}: where the command line enters, by this class's name. */
@Command(
    name = "bench",
    description = "Measures this machine, peers included.",
    subcommands = {BenchStepCommand.class, BenchRoundCommand.class, BenchImportCommand.class})
public final class Benchmarks {}
