/**
 * The command line: one class for each command with the record that is its JSON line, wiring only,
 * no decisions. Everything may be imported here and nothing imports from here.
 */
package io.sparkdcgan.cli;
