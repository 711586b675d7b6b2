/**
 * Where chance comes from: streams of numbers seeded by what they are for, so that nothing has to
 * remember where a generator stood. Pure arithmetic enters here; arrays, files and Spark do not.
 */
package io.sparkdcgan.random;
