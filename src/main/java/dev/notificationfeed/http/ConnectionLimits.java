package dev.notificationfeed.http;

import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.BossEventLoopGroup;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Installs a {@link ConnectionLimitHandler} on each listening socket for callers, and refuses requests on excess connections. */
@Singleton
class ConnectionLimits {

    /** Before all observers that block. */
    private static final int FIRST = 1;

    /** After {@link SecurityHeaders}, and before all routes that can answer. */
    private static final int SECOND = 2;

    private static final String NAME = "notifications.connection-limit";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ConnectionConfig config;
    private final OpenConnections open;
    private final ConnectionMetrics metrics;
    private final EventLoopGroup acceptors;
    private final HttpServer server;

    ConnectionLimits(
            ConnectionConfig config,
            OpenConnections open,
            ConnectionMetrics metrics,
            @BossEventLoopGroup EventLoopGroup acceptors,
            HttpServer server) {
        this.config = config;
        this.open = open;
        this.metrics = metrics;
        this.acceptors = acceptors;
        this.server = server;
    }

    void install(@ObservesAsync HttpServerStart listening) {
        installAll();
    }

    void installSecure(@ObservesAsync HttpsServerStart listening) {
        installAll();
    }

    /** In development the sockets outlive a restart of the application, and no server event is fired for them. */
    void reinstall(@Observes StartupEvent started) {
        installAll();
    }

    /** Before the streams are ended, which takes seconds: answers that are given meanwhile must close their connections too. */
    void closeAll(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent shutdown) {
        open.closeAfterAnswers();
    }

    void register(@Observes @Priority(SECOND) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::track);
        router.route().order(HeadLimits.AFTER_CORS).handler(this::refuseExcess);
    }

    /** An excess connection gets one answer, also where that answers a CORS preflight. */
    private void track(RoutingContext context) {
        HttpServerRequest request = context.request();
        Connection connection = Connection.of(request);
        if (connection != null) {
            connection.requestArrived(request);
        }
        if (isExcess(connection)) {
            closeAfterwards(context);
        }
        context.next();
    }

    private static void closeAfterwards(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        context.addEndHandler(ended -> request.connection().close());
    }

    private void refuseExcess(RoutingContext context) {
        if (isExcess(Connection.of(context.request()))) {
            context.fail(new ProblemException(
                    ProblemType.OVERLOADED, "This replica has reached its limit of connections.", RETRY_AFTER));
        } else {
            context.next();
        }
    }

    private static boolean isExcess(Connection connection) {
        return connection != null && connection.isExcess();
    }

    /** Runs on each event loop, because only its own thread may list its channels. */
    private void installAll() {
        for (EventExecutor acceptor : acceptors) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) acceptor;
            loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::install));
        }
    }

    private void install(Channel channel) {
        if (channel instanceof ServerChannel && isForCallers(channel)) {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NAME) != null) {
                pipeline.remove(NAME);
            }
            pipeline.addFirst(NAME, new ConnectionLimitHandler(config, open, metrics));
        }
    }

    private boolean isForCallers(Channel channel) {
        return channel.localAddress() instanceof InetSocketAddress address
                && (address.getPort() == server.getPort() || address.getPort() == server.getSecurePort());
    }
}
