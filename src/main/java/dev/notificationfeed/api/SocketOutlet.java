package dev.notificationfeed.api;

import dev.notificationfeed.feed.Outlet;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** The response of one stream, written to directly: a stream lives as long as its connection, so it must hold little. */
final class SocketOutlet implements Outlet {

    private final HttpServerResponse response;
    private final Context context;

    /** Called on the connection's own context. */
    SocketOutlet(HttpServerResponse response) {
        this.response = response;
        this.context = Vertx.currentContext();
    }

    @Override
    public void run(Runnable work) {
        context.runOnContext(now -> work.run());
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        return response.write(bytes);
    }

    @Override
    public void end(Buffer bytes) {
        if (!response.ended() && !response.closed()) {
            response.end(bytes);
        }
    }

    @Override
    public void abort() {
        response.reset();
    }

    @Override
    public void onClosed(Runnable gone) {
        response.closeHandler(closed -> gone.run());
        response.exceptionHandler(broken -> gone.run());
        if (response.closed()) {
            gone.run();
        }
    }
}
