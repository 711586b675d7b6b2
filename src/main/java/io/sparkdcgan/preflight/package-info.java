/**
 * What a run will need, and whether it is there: needs computed from the configuration and the
 * manifest, judgments of what was found against them, and the table that says both. Judgments are
 * pure; what is found comes from the storage and from Spark's room, so nothing here knows Spark.
 */
package io.sparkdcgan.preflight;
