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
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Puts a {@link ConnectionLimitHandler} at each socket on which callers are listened to, and takes it from there. */
@Singleton
class ConnectionLimits {

    /** After the headers of every answer, before anything that could answer. */
    private static final int EARLY = 2;

    private static final String NAME = "notifications.doorkeeper";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ConnectionConfig config;
    private final ConnectionMetrics metrics;
    private final EventLoopGroup acceptors;
    private final HttpServer server;

    ConnectionLimits(
            ConnectionConfig config,
            ConnectionMetrics metrics,
            @BossEventLoopGroup EventLoopGroup acceptors,
            HttpServer server) {
        this.config = config;
        this.metrics = metrics;
        this.acceptors = acceptors;
        this.server = server;
    }

    void keep(@ObservesAsync HttpServerStart listening) {
        keepAll();
    }

    void keepSecure(@ObservesAsync HttpsServerStart listening) {
        keepAll();
    }

    /** In development the sockets outlive the application, and its start is all that is told. */
    void keepAgain(@Observes StartupEvent started) {
        keepAll();
    }

    void register(@Observes @Priority(EARLY) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::take);
    }

    private void take(RoutingContext context) {
        Connection connection = Connection.of(context.request());
        if (connection != null) {
            connection.took(context.request());
        }
        if (connection != null && connection.isExcess()) {
            context.addEndHandler(ended -> context.request().connection().close());
            context.fail(new ProblemException(
                    ProblemType.OVERLOADED, "This replica has as many connections as it serves.", RETRY_AFTER));
        } else {
            context.next();
        }
    }

    /** The channels of an event loop can be asked for on its own thread only. */
    private void keepAll() {
        for (EventExecutor acceptor : acceptors) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) acceptor;
            loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::keep));
        }
    }

    private void keep(Channel channel) {
        if (channel instanceof ServerChannel && isForCallers(channel)) {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NAME) != null) {
                pipeline.remove(NAME);
            }
            pipeline.addFirst(NAME, new ConnectionLimitHandler(config, metrics));
        }
    }

    private boolean isForCallers(Channel channel) {
        return channel.localAddress() instanceof InetSocketAddress address
                && (address.getPort() == server.getPort() || address.getPort() == server.getSecurePort());
    }
}
