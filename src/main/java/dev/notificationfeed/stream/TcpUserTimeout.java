package dev.notificationfeed.stream;

import io.netty.channel.epoll.Epoll;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Sets TCP_USER_TIMEOUT (RFC 5482), so that the kernel gives up a peer that acknowledges nothing. Its default is to
 * retransmit for about 15 minutes. Only Netty's native transport for Linux has this option.
 */
@Singleton
final class TcpUserTimeout implements HttpServerOptionsCustomizer {

    private static final Logger LOG = Logger.getLogger(TcpUserTimeout.class);

    private final int timeoutMillis;

    TcpUserTimeout(StreamConfig config) {
        timeoutMillis = Math.toIntExact(config.vanishedAfter().toMillis());
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setTcpUserTimeout(timeoutMillis);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setTcpUserTimeout(timeoutMillis);
    }

    void warnIfUnsupported(@Observes StartupEvent started, Vertx vertx) {
        if (!vertx.isNativeTransportEnabled()) {
            LOG.warnf(
                    "no native transport, clients that vanish are detected after minutes only reason=\"%s\"",
                    Epoll.isAvailable() ? "not preferred" : Epoll.unavailabilityCause());
        }
    }
}
