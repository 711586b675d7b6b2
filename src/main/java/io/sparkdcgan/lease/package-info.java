/**
 * Which driver holds a run: a lease on a folder of object storage, agreed on by small objects and
 * without conditional writes. Knows nothing of what the folder holds.
 */
package io.sparkdcgan.lease;
