/**
 * The page of a run: one self-contained HTML file made of what the run's folder holds. Reads
 * records and grids; changes nothing else.
 */
package io.sparkdcgan.report;
