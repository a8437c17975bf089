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

/** The response of one stream, written to directly: a stream lives as long as its connection, so it must hold little. */
public final class SocketOutlet implements Outlet {

    /**
     * How much the kernel takes before it can send it. Left alone it takes megabytes: those would be memory that a reader
     * costs who stopped reading, and it would look as if the reader went on.
     */
    private static final long KERNEL_HOLDS_BYTES = 16 * 1024;

    /** By these Quarkus names the span of the request when its response ends. */
    private static final Set<String> NAMES_OF_SPAN = Set.of("UrlPathTemplate", "VertxRoute");

    private final HttpServerResponse response;
    private final ConnectionBase connection;
    private final boolean shared;
    private final ContextInternal context;
    private Consumer<Departure> gone = how -> {};
    private boolean begun;

    /** Called on the connection's own context. */
    public SocketOutlet(HttpServerRequest request) {
        this.response = request.response();
        this.connection = (ConnectionBase) request.connection();
        this.shared = request.version() == HttpVersion.HTTP_2;
        this.context = (ContextInternal) Vertx.currentContext();
        // Without Linux' own transport the option is unknown, and nothing happens.
        connection.channel().config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, KERNEL_HOLDS_BYTES);
    }

    @Override
    public void run(Runnable work) {
        context.runOnContext(now -> work.run());
    }

    /** A socket that breaks while something waits tells the write why, and the exception handler nothing. */
    @Override
    public Future<Void> write(Buffer bytes) {
        Future<Void> taken = response.write(bytes).onFailure(this::broken);
        if (!begun) {
            begun = true;
            forgetRequest();
        }
        return taken;
    }

    /**
     * Lets go of what was needed to answer: the claims of the token, the caller's identity, the beans of the request. All of
     * it hangs on handlers of the response and on the data of its context, and would stay as long as the stream.
     */
    private void forgetRequest() {
        response.headersEndHandler(null);
        response.bodyEndHandler(null);
        response.endHandler(null);
        response.closeHandler(null);
        context.localContextData().keySet().retainAll(NAMES_OF_SPAN);
    }

    @Override
    public void end(Buffer bytes) {
        if (!response.ended() && !response.closed()) {
            response.end(bytes);
        }
    }

    /** Vert.x would first send what waits, and so never close a connection whose other side takes nothing. */
    @Override
    public void abort() {
        if (shared) {
            response.reset();
        } else {
            connection.channelHandlerContext().close();
        }
    }

    /** The exception handler is the one that counts: Quarkus sets a close handler of its own. */
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
