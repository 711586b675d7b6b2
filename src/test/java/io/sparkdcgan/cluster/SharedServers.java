package io.sparkdcgan.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The HDFS, the S3 server and the standalone clusters of this JVM, for tests that name them as
 * parameters. Each is started when the first test asks for it, empty, and stopped after the last
 * test of all. Others have used it before: a class has folders and buckets of its own names there.
 */
public final class SharedServers implements ParameterResolver {
  private static final Namespace SERVERS = Namespace.create(SharedServers.class);

  /**
   * Asks for three workers of one core, each on a host of its own as far as Spark can tell, where
   * without it there are two on one host. See {@link StandaloneCluster#startApart}.
   */
  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Apart {}

  /** Starts a server. */
  private interface Start {
    AutoCloseable start() throws Exception;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    return type == MiniHdfs.class || type == S3Server.class || type == StandaloneCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    if (type == MiniHdfs.class) {
      return shared(test, "hdfs", MiniHdfs::start);
    }
    if (type == S3Server.class) {
      return shared(test, "s3", S3Server::start);
    }
    return parameter.isAnnotated(Apart.class)
        ? shared(test, "apart", () -> StandaloneCluster.startApart(3, 1, "1g"))
        : shared(test, "cluster", () -> StandaloneCluster.start(2, 1, "1g"));
  }

  /** JUnit closes what is in its root store when all tests have ended. */
  private static Object shared(ExtensionContext test, String name, Start start) {
    return test.getRoot()
        .getStore(SERVERS)
        .getOrComputeIfAbsent(
            name,
            key -> {
              try {
                return start.start();
              } catch (Exception e) {
                throw new IllegalStateException(name + " cannot be started", e);
              }
            });
  }
}
