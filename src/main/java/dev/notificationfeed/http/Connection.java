package dev.notificationfeed.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One caller's connection and its current deadline. It has one deadline at a time, and none while a request is answered: a
 * stream may last as long as it likes and needs no timer.
 *
 * <pre>
 * accepted ──► head due ──► body due ──► answering ──► unused ──► closed
 *                 ▲  └─(no body)──────────▲             │
 *                 └──────────(first byte)───────────────┘
 * </pre>
 *
 * A missed deadline closes the connection without an answer to the incomplete request. Over HTTP/2, where requests share
 * the connection, only the first head has a deadline; {@code quarkus.http.idle-timeout} covers the rest. All methods run on
 * the channel's event loop. When the replica shuts down, the connection closes after an answer.
 */
public final class Connection extends ChannelInboundHandlerAdapter {

    /** Of type Object, because in development connections outlive the class loader of this class. */
    private static final AttributeKey<Object> CONNECTION = AttributeKey.valueOf("notifications.connection");

    private static final String ENCODER = "httpEncoder";

    private static final Pattern OLD_JAVA = Pattern.compile("Java-http-client/(1\\d|2[0-3])\\b");

    /** Longer than a shutdown; streams end earlier. */
    private static final int LONGEST_SHUTDOWN_SECONDS = 60;

    private final Channel channel;
    private final ConnectionConfig config;
    private final ConnectionMetrics metrics;
    private final OpenConnections open;
    private final boolean excess;
    private HttpConnection http2;
    private ScheduledFuture<?> deadline;
    private HttpExchangeTracker exchanges;
    private boolean requestSeen;
    private boolean unused;

    Connection(
            Channel channel, ConnectionConfig config, ConnectionMetrics metrics, OpenConnections open, boolean excess) {
        this.channel = channel;
        this.config = config;
        this.metrics = metrics;
        this.open = open;
        this.excess = excess;
        channel.attr(CONNECTION).set(this);
        channel.closeFuture().addListener(closed -> awaitNothing());
    }

    /** The connection of a request, or null if it was accepted without a {@link ConnectionLimitHandler}. */
    static Connection of(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return channel.attr(CONNECTION).get() instanceof Connection connection ? connection : null;
    }

    /** Whether this connection is over the limit of the replica. */
    boolean isExcess() {
        return excess;
    }

    /** Sees the first bytes of a further head. Comes before TLS in the pipeline, so a handshake counts too. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (unused) {
            awaitHead();
        }
        context.fireChannelRead(bytes);
    }

    /** Does nothing if the first request was already read: the acceptor runs on another thread. */
    void awaitFirstHead() {
        if (!requestSeen && channel.isOpen()) {
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

    /** The head of a request was read. The first one installs the tracker for those that follow. */
    void requestArrived(HttpServerRequest request) {
        requestSeen = true;
        if (request.version() == HttpVersion.HTTP_2) {
            awaitNothing();
            http2RequestArrived(request);
        } else if (exchanges == null) {
            exchanges = new HttpExchangeTracker(this);
            channel.pipeline().addAfter(ENCODER, null, exchanges);
            exchanges.begin(HttpExchangeTracker.hasBody(request.headers()) && !request.isEnded());
        }
    }

    private void http2RequestArrived(HttpServerRequest request) {
        if (http2 == null && understandsGoAway(request.getHeader(HttpHeaders.USER_AGENT))) {
            http2 = request.connection();
            open.addHttp2(this);
            channel.closeFuture().addListener(closed -> open.removeHttp2(this));
        }
    }

    /** On a GOAWAY, Java's client before version 24 fails all requests in progress (JDK-8335181). */
    private static boolean understandsGoAway(String userAgent) {
        return userAgent == null || !OLD_JAVA.matcher(userAgent).lookingAt();
    }

    /** Sends GOAWAY; the connection closes when its requests are answered and its streams have ended. From any thread. */
    void goAway() {
        channel.eventLoop().execute(() -> http2.shutdown(LONGEST_SHUTDOWN_SECONDS, TimeUnit.SECONDS));
    }

    /** Whether an HTTP/1 connection closes after its next answer. */
    boolean isClosing() {
        return open.areClosing();
    }

    void close() {
        channel.close();
    }

    private void await(Deadline next, Duration within) {
        awaitNothing();
        if (!channel.isOpen()) {
            return;
        }
        deadline = channel.eventLoop()
                .schedule(() -> closeAfterOneMoreRead(next), within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * An overloaded event loop may read bytes late that arrived in time. It reads its sockets between two runs of its
     * timers, so a second timer lets it read those bytes first.
     */
    private void closeAfterOneMoreRead(Deadline missed) {
        deadline = channel.eventLoop().schedule(() -> close(missed), 1, TimeUnit.MILLISECONDS);
    }

    private void close(Deadline missed) {
        metrics.cut(missed);
        channel.close();
    }

    /** What must arrive in time. */
    enum Deadline {
        HEAD,
        BODY,
        UNUSED
    }
}
