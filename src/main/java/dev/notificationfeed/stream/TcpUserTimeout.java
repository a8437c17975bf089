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
 * Has the kernel give up a peer that acknowledges nothing (TCP_USER_TIMEOUT, RFC 5482). Left alone it sends again for a
 * quarter of an hour. Only Linux' own transport can ask for it.
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

    void warnIfUnnoticed(@Observes StartupEvent started, Vertx vertx) {
        if (!vertx.isNativeTransportEnabled()) {
            LOG.warnf(
                    "readers that vanish are noticed after minutes only, there is no native transport reason=\"%s\"",
                    Epoll.isAvailable() ? "not preferred" : Epoll.unavailabilityCause());
        }
    }
}
