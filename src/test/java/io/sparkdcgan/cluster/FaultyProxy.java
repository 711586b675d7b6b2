package io.sparkdcgan.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;

/**
 * Stands before an HTTP server and passes every request on, over a connection of its own, unless
 * its plan has a fault for it.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final byte[] SLOW_DOWN =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>
      """
          .getBytes(ISO_8859_1);
  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

  private final URI server;
  private final Duration stall;
  private final ServerSocket door;
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final Map<StorageFault, Integer> done = new EnumMap<>(StorageFault.class);
  private FaultPlan plan = FaultPlan.NONE;
  private int requests;
  private boolean out;

  private FaultyProxy(URI server, Duration stall) throws IOException {
    this.server = server;
    this.stall = stall;
    this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    clients.execute(this::open);
  }

  /**
   * A proxy that does nothing wrong yet.
   *
   * @param stall how long to say nothing
   */
  public static FaultyProxy before(URI server, Duration stall) throws IOException {
    return new FaultyProxy(server, stall);
  }

  /**
   * A client's configuration that reaches the server through this, and has little patience.
   *
   * @param direct one that reaches it directly, with file systems of its own
   */
  public Configuration impatient(Configuration direct) {
    Configuration hadoop = new Configuration(direct);
    hadoop.set("fs.s3a.endpoint", "http://127.0.0.1:" + door.getLocalPort());
    hadoop.set("fs.s3a.connection.timeout", String.valueOf(stall.toMillis() * 2 / 3));
    hadoop.set("fs.s3a.attempts.maximum", "0");
    hadoop.set("fs.s3a.retry.limit", "1");
    hadoop.set("fs.s3a.retry.interval", "20ms");
    hadoop.set("fs.s3a.retry.throttle.limit", "1");
    hadoop.set("fs.s3a.retry.throttle.interval", "20ms");
    hadoop.set("dcgan.storage.patience", "2s");
    return hadoop;
  }

  /** Does as the plan has it from the next request on, which is its first. */
  public synchronized void obey(FaultPlan plan) {
    this.plan = plan;
    this.requests = 0;
    this.out = false;
  }

  /** How many requests met with which fault so far. */
  public synchronized Map<StorageFault, Integer> done() {
    return new EnumMap<>(done);
  }

  private synchronized Optional<StorageFault> next(HttpHead head) {
    out |= plan.endsAt(head.lines().get(0));
    return plan.at(requests++, out);
  }

  private synchronized void count(StorageFault fault) {
    done.merge(fault, 1, Integer::sum);
  }

  private void open() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        clients.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      HttpHead head = HttpHead.read(client.getInputStream());
      if (head.expectsContinue()) {
        client.getOutputStream().write(CONTINUE);
      }
      Optional<StorageFault> fault = next(head);
      if (fault.isPresent()) {
        spoil(client, head, fault.get());
      } else {
        client.getOutputStream().write(answer(client, head));
      }
    } catch (IOException e) {
      // The client is gone, or the server: the other will notice.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fault that has no body to cut is a reset. */
  private void spoil(Socket client, HttpHead head, StorageFault fault)
      throws IOException, InterruptedException {
    StorageFault possible =
        fault == StorageFault.CUT_UPLOAD && head.contentLength() < 2 ? StorageFault.RESET : fault;
    switch (possible) {
      case SLOW_DOWN -> {
        client.getInputStream().skipNBytes(head.contentLength());
        client.getOutputStream().write(slowDown());
      }
      case RESET -> {}
      case LOST_ANSWER -> answer(client, head);
      case STALL -> Thread.sleep(stall.toMillis());
      case CUT_UPLOAD -> {
        try (Socket upstream = upstream(client, head, head.contentLength() / 2)) {
          reset(upstream);
        }
      }
      case CUT_DOWNLOAD -> {
        byte[] answer = answer(client, head);
        int bytes = HttpHead.length(answer);
        int half = bytes + (answer.length - bytes) / 2;
        // All of an answer without a body would be none of it cut off.
        client.getOutputStream().write(answer, 0, half == bytes ? 0 : half);
        client.getOutputStream().flush();
        possible = half == bytes ? StorageFault.LOST_ANSWER : possible;
      }
    }
    count(possible);
    if (possible != StorageFault.SLOW_DOWN) {
      reset(client);
    }
  }

  private byte[] answer(Socket client, HttpHead head) throws IOException {
    try (Socket upstream = upstream(client, head, head.contentLength())) {
      return upstream.getInputStream().readAllBytes();
    }
  }

  /** Sends the head and so many bytes of the body. */
  private Socket upstream(Socket client, HttpHead head, long bytes) throws IOException {
    Socket upstream = new Socket(server.getHost(), server.getPort());
    try {
      OutputStream out = upstream.getOutputStream();
      out.write(head.forOneRequest());
      InputStream body = client.getInputStream();
      for (long left = bytes; left > 0; ) {
        byte[] some = body.readNBytes((int) Math.min(left, 1 << 16));
        if (some.length == 0) {
          throw new IOException("the client has gone");
        }
        out.write(some);
        left -= some.length;
      }
      out.flush();
      return upstream;
    } catch (IOException e) {
      upstream.close();
      throw e;
    }
  }

  private static byte[] slowDown() {
    String head =
        "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: %s\r\nConnection: close\r\n\r\n"
            .formatted(SLOW_DOWN.length);
    return (head + new String(SLOW_DOWN, ISO_8859_1)).getBytes(ISO_8859_1);
  }

  /** The other end sees a broken connection, and no end of it. */
  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    door.close();
    clients.shutdownNow();
  }
}
