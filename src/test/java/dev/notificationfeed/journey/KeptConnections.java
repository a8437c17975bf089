package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.notificationfeed.fixture.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that keeps its connections between calls: one of HTTP/1.1 and one of HTTP/2. */
final class KeptConnections implements AutoCloseable {

    private static final String PATH = "/api/notifications?size=1";
    private static final int PATIENCE_SECONDS = 20;

    private final URI server;
    private final String token;
    private final RawHttp http1;
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setInternalBlockingPoolSize(1));
    private final HttpClient http2 = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    private final CompletableFuture<Void> goneAway = new CompletableFuture<>();
    private HttpConnection first;

    /** Opens both and makes one call over each. */
    KeptConnections(URI server, String token) throws IOException {
        this.server = server;
        this.token = token;
        this.http1 = new RawHttp(server);
        callHttp1();
        first = callHttp2().connection();
        first.closeHandler(closed -> goneAway.complete(null));
    }

    /** Makes a call over HTTP/1.1; null if the connection is closed. */
    RawHttp.Answer callHttp1() throws IOException {
        return http1.send(
                ("GET " + PATH + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                        .getBytes(ISO_8859_1),
                false);
    }

    /** Waits until the service has closed the connection of HTTP/1.1. */
    void awaitEndOfHttp1() throws IOException {
        if (http1.send(new byte[0], false) != null) {
            throw new IllegalStateException("an answer without a request");
        }
    }

    /** Waits until the service has closed the connection of HTTP/2, and makes a call over the next one. */
    int callHttp2AfterItsEnd() {
        goneAway.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        var next = callHttp2();
        if (next.connection() == first) {
            throw new IllegalStateException("a call over a closed connection");
        }
        return done(next.response()).statusCode();
    }

    private HttpClientRequest callHttp2() {
        var request = done(http2.request(HttpMethod.GET, server.getPort(), server.getHost(), PATH));
        done(request.putHeader("Authorization", "Bearer " + token).send());
        return request;
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() throws IOException {
        http1.close();
        done(vertx.close());
    }
}
