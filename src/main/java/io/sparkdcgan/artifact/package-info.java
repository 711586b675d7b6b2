/**
 * The records in a run's folder: identity, attempts, metrics log, hints, guard record, sample grids
 * and publications. Snapshots and the report page live in rooms of their own.
 */
package io.sparkdcgan.artifact;
