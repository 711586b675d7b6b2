/**
 * How things end badly: the exit codes of the contract, the one exception that carries them from
 * any room to the command line, what the causes of other exceptions say, and what must not be said
 * on the way. No other room may enter, and of Hadoop only the exceptions that it wraps causes in.
 */
package io.sparkdcgan.failure;
