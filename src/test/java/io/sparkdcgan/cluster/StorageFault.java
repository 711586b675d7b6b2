package io.sparkdcgan.cluster;

/** What an S3 server, or the network before it, may do to a request. */
public enum StorageFault {
  /** 503 and SlowDown, after the request was read. */
  SLOW_DOWN,
  /** The connection is reset, and the server has not heard of it. */
  RESET,
  /** The server does it, and the connection is reset before the answer. */
  LOST_ANSWER,
  /** Nothing happens for longer than the client waits. */
  STALL,
  /** The connections are reset when the server has half of the request's body. */
  CUT_UPLOAD,
  /** The connection is reset when the client has half of the answer's body. */
  CUT_DOWNLOAD
}
