package dev.notificationfeed.stream;

import io.netty.channel.epoll.EpollChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Set;
import java.util.function.Consumer;

/** Writes directly to the response, because a stream may live for hours and must hold little memory. */
public final class SocketOutlet implements Outlet {

    /**
     * The kernel's limit of unsent bytes. Its default is megabytes, which a client that stopped reading would cost, and
     * the stream would not look stuck.
     */
    private static final long MAX_UNSENT_BYTES = 16 * 1024;

    /** Quarkus names the request's span by these when the response ends. */
    private static final Set<String> SPAN_NAMES = Set.of("UrlPathTemplate", "VertxRoute");

    private final HttpServerResponse response;
    private final ConnectionBase connection;
    private final boolean shared;
    private final ContextInternal context;
    private Consumer<Departure> gone = how -> {};
    private boolean started;

    /** Must be called on the connection's context. */
    public SocketOutlet(HttpServerRequest request) {
        this.response = request.response();
        this.connection = (ConnectionBase) request.connection();
        this.shared = request.version() == HttpVersion.HTTP_2;
        this.context = (ContextInternal) Vertx.currentContext();
        // Ignored without the native transport of Linux.
        connection.channel().config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MAX_UNSENT_BYTES);
    }

    @Override
    public void run(Runnable work) {
        context.runOnContext(now -> work.run());
    }

    /** If the socket breaks while bytes wait, only the write gets the cause, not the exception handler. */
    @Override
    public Future<Void> write(Buffer bytes) {
        Future<Void> taken = response.write(bytes).onFailure(this::broken);
        if (!started) {
            started = true;
            forgetRequest();
        }
        return taken;
    }

    /**
     * Releases the token's claims, the caller's identity and the request's beans. Handlers of the response and data of its
     * context refer to them, and would keep them as long as the stream.
     */
    private void forgetRequest() {
        response.headersEndHandler(null);
        response.bodyEndHandler(null);
        response.endHandler(null);
        response.closeHandler(null);
        context.localContextData().keySet().retainAll(SPAN_NAMES);
    }

    @Override
    public void end(Buffer bytes) {
        if (!response.ended() && !response.closed()) {
            response.end(bytes);
        }
    }

    /** Not by Vert.x: it first sends what waits, so it never closes a connection whose client takes nothing. */
    @Override
    public void abort() {
        if (shared) {
            response.reset();
        } else {
            connection.channelHandlerContext().close();
        }
    }

    /** Uses the exception handler, because Quarkus sets the close handler. */
    @Override
    public void onClosed(Consumer<Departure> handler) {
        gone = handler;
        response.exceptionHandler(this::broken);
        if (response.closed()) {
            handler.accept(Departure.LEFT);
        }
    }

    private void broken(Throwable cause) {
        gone.accept(BrokenConnection.isUnanswered(cause) ? Departure.VANISHED : Departure.LEFT);
    }
}
