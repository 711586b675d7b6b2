package io.sparkdcgan.cli;

import picocli.CommandLine.Command;

/** {@code bench WHAT}: measures this machine, peers included. */
@Command(
    name = "bench",
    description = "Measures this machine, peers included.",
    subcommands = {BenchStepCommand.class, BenchRoundCommand.class, BenchImportCommand.class})
final class BenchCommand {}
