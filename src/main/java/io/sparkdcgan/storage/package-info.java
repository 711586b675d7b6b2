/**
 * Files, folders and objects on any of Hadoop's file systems: naming, putting, reading, walking and
 * fingerprinting them, and what their failures mean. Knows nothing of what is in them.
 */
package io.sparkdcgan.storage;
