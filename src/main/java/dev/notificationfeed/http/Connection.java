package dev.notificationfeed.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One caller's connection, and by when something must have come over it. There is one deadline at a time, and none while
 * a request is answered: a stream may take as long as it likes, and costs no timer.
 *
 * <pre>
 * accepted ──► head due ──► body due ──► answering ──► unused ──► closed
 *                 ▲  └─(no body)──────────▲             │
 *                 └──────────(first byte)───────────────┘
 * </pre>
 *
 * A deadline that passes closes the connection; half a request is owed no answer. Over HTTP/2, where requests share the
 * connection, only the first head has one; what is left to {@code quarkus.http.idle-timeout}. Used on the event loop of
 * its channel alone.
 */
public final class Connection extends ChannelInboundHandlerAdapter {

    /** Not of this class: in development, connections outlive the class loader that made this. */
    private static final AttributeKey<Object> OF_CHANNEL = AttributeKey.valueOf("notifications.connection");

    private static final String ENCODER = "httpEncoder";

    private final Channel channel;
    private final ConnectionConfig config;
    private final ConnectionMetrics metrics;
    private final boolean excess;
    private ScheduledFuture<?> deadline;
    private HttpExchangeTracker exchanges;
    private boolean begun;
    private boolean unused;

    Connection(Channel channel, ConnectionConfig config, ConnectionMetrics metrics, boolean excess) {
        this.channel = channel;
        this.config = config;
        this.metrics = metrics;
        this.excess = excess;
        channel.attr(OF_CHANNEL).set(this);
        channel.closeFuture().addListener(closed -> awaitNothing());
    }

    /** The one that a request came over, or null where nobody saw it come. */
    static Connection of(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return channel.attr(OF_CHANNEL).get() instanceof Connection connection ? connection : null;
    }

    /** Whether there are more connections than this replica serves. */
    boolean isExcess() {
        return excess;
    }

    /** The first byte of a further head; before TLS, so that a handshake counts as well. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (unused) {
            awaitHead();
        }
        context.fireChannelRead(bytes);
    }

    /** A request that is already there was quicker than the one who lets connections in. */
    void awaitFirstHead() {
        if (!begun && channel.isOpen()) {
            awaitHead();
        }
    }

    private void awaitHead() {
        await(Deadline.HEAD, config.headWithin());
    }

    void awaitBody() {
        await(Deadline.BODY, config.bodyWithin());
    }

    void awaitUse() {
        await(Deadline.UNUSED, config.unusedFor());
        unused = true;
    }

    void awaitNothing() {
        unused = false;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** The head of a request is there: of the first, nobody has told before. */
    void took(HttpServerRequest request) {
        begun = true;
        if (request.version() == HttpVersion.HTTP_2) {
            awaitNothing();
        } else if (exchanges == null) {
            exchanges = new HttpExchangeTracker(this);
            channel.pipeline().addAfter(ENCODER, null, exchanges);
            exchanges.begin(HttpExchangeTracker.hasBody(request.headers()) && !request.isEnded());
        }
    }

    private void await(Deadline what, Duration within) {
        awaitNothing();
        if (!channel.isOpen()) {
            return;
        }
        deadline = channel.eventLoop().schedule(() -> lookOnceMore(what), within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * An event loop that is late with everything, as when ten thousand callers come at once, may be late with reading what
     * came in time: between two of its looks at the clock it reads what there is.
     */
    private void lookOnceMore(Deadline what) {
        deadline = channel.eventLoop().schedule(() -> cut(what), 1, TimeUnit.MILLISECONDS);
    }

    private void cut(Deadline what) {
        metrics.cut(what);
        channel.close();
    }

    /** What has not come in time. */
    enum Deadline {
        HEAD,
        BODY,
        UNUSED
    }
}
