package dev.notificationfeed.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.MultiMap;

/**
 * Tracks requests and responses on an HTTP/1 connection: when a body is complete, and when all requests are answered. While
 * the replica shuts down, it adds {@code Connection: close} to each answer and closes the connection after it; also after a
 * stream, whose head was sent before.
 */
final class HttpExchangeTracker extends ChannelDuplexHandler {

    private final Connection connection;
    private int unanswered;
    private boolean bodyDue;

    HttpExchangeTracker(Connection connection) {
        this.connection = connection;
    }

    /** Without either header there is no body: RFC 9112 section 6.3. */
    static boolean hasBody(MultiMap headers) {
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        && !"0".equals(headers.get(HttpHeaderNames.CONTENT_LENGTH));
    }

    /** The head of a request was read. */
    void begin(boolean withBody) {
        unanswered++;
        bodyDue = withBody;
        if (withBody) {
            connection.awaitBody();
        } else {
            connection.awaitNothing();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            begin(true);
        }
        if (message instanceof LastHttpContent) {
            bodyDue = false;
            connection.awaitNothing();
            awaitUseIfDone();
        }
        context.fireChannelRead(message);
    }

    /** A response has ended when the kernel took its last byte; until then the client may still be reading, however slowly. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean closing = connection.isClosing();
        if (closing && message instanceof HttpResponse response && !isInterim(response)) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (endsResponse(message)) {
            context.write(message, promise.unvoid().addListener(written -> answered(closing)));
        } else {
            context.write(message, promise);
        }
    }

    /** An interim response (RFC 9110 section 15.2) is followed by the final one. */
    private static boolean endsResponse(Object message) {
        return message instanceof LastHttpContent && !(message instanceof HttpResponse response && isInterim(response));
    }

    private static boolean isInterim(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void answered(boolean closing) {
        unanswered--;
        if (closing) {
            connection.close();
        } else {
            awaitUseIfDone();
        }
    }

    private void awaitUseIfDone() {
        if (unanswered == 0 && !bodyDue) {
            connection.awaitUse();
        }
    }
}
