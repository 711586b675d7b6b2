import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;

/**
 * A stand-in for a Kubernetes API server: keeps what it is sent, gives it back, tells those who
 * watch, and checks nothing. Run from its source; its argument is the port on the loopback address.
 */
final class ApiServer {
  private ApiServer() {}

  public static void main(String[] arguments) throws Exception {
    MockWebServer server = new MockWebServer();
    server.setDispatcher(new Applying());
    server.start(InetAddress.getByName("127.0.0.1"), Integer.parseInt(arguments[0]));
    Thread.currentThread().join();
  }

  /** Knows server-side apply as well, by which spark-submit makes all but the pod, each once. */
  private static final class Applying extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String type = request.getHeader("Content-Type");
      if (type == null || !type.startsWith("application/apply-patch")) {
        return super.dispatch(request);
      }
      String path = request.getRequestUrl().encodedPath();
      return super.dispatch(
          new RecordedRequest(
              "POST " + path.substring(0, path.lastIndexOf('/')) + " HTTP/1.1",
              request.getHeaders(),
              List.of(),
              request.getBodySize(),
              request.getBody(),
              request.getSequenceNumber(),
              new Socket()));
    }
  }
}
