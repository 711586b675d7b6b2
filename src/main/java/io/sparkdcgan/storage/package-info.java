/**
 * Files and folders on any of Hadoop's file systems: naming, making, walking and fingerprinting
 * them. Knows nothing of what is in them.
 */
package io.sparkdcgan.storage;
