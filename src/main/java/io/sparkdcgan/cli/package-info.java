/**
 * The command line: one class for each command, wiring only, no decisions. Everything may be
 * imported here and nothing imports from here.
 */
package io.sparkdcgan.cli;
