/**
 * Files, folders and objects on any of Hadoop's file systems: naming, putting, reading, walking and
 * fingerprinting them, what their failures mean, and how records become JSON and are read back.
 * Knows nothing of what is in them.
 */
package io.sparkdcgan.storage;
