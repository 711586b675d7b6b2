/**
 * How things end badly: the exit codes of the contract and the one exception that carries them from
 * any room to the command line. Nothing may enter.
 */
package io.sparkdcgan.failure;
