/**
 * How things end badly: the exit codes of the contract, the one exception that carries them from
 * any room to the command line, and what must not be said on the way. Nothing may enter.
 */
package io.sparkdcgan.failure;
