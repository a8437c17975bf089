package dev.notificationfeed.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotSupportedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Checks request bodies. No call needs a body; one that is sent must be JSON, so that a client sees its mistake. This filter
 * reads it because Vert.x' body handler would read an HTTP/2 request to its end before RESTEasy Reactive, which then fails.
 * Application-scoped, because filters are created before the run-time configuration is available.
 */
@ApplicationScoped
class RequestBodies {

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE);

    /** Without the table of field names: names with colliding hash codes would make it fail. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final long limit;
    private final Duration within;

    RequestBodies(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit,
            ConnectionConfig connections) {
        this.limit = limit.asLongValue();
        this.within = connections.bodyWithin();
    }

    /** Fails with a problem if the body is not JSON, too large, late or incomplete. */
    @ServerRequestFilter
    public Uni<Void> check(HttpServerRequest request) {
        if (!request.path().startsWith("/api/") || !WITH_BODY.contains(request.method()) || request.isEnded()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Buffer> body = request.version() == HttpVersion.HTTP_2 ? readInTime(request) : read(request);
        return body.invoke(read -> requireJson(request, read)).replaceWithVoid();
    }

    /** For HTTP/2, whose connection carries other requests; over HTTP/1, {@link Connection} closes a late one. */
    private Uni<Buffer> readInTime(HttpServerRequest request) {
        return read(request).ifNoItem().after(within).failWith(() -> late(request));
    }

    private Uni<Buffer> read(HttpServerRequest request) {
        return Uni.createFrom().emitter(emitter -> {
            Buffer body = Buffer.buffer();
            request.exceptionHandler(broken -> emitter.fail(malformed("The request body is incomplete.")));
            request.endHandler(end -> emitter.complete(body));
            request.handler(part -> {
                if (body.length() + part.length() <= limit) {
                    body.appendBuffer(part);
                } else {
                    request.pause();
                    emitter.fail(tooLarge(request));
                }
            });
            request.resume();
        });
    }

    private static ProblemException tooLarge(HttpServerRequest request) {
        resetAfterwards(request);
        return new ProblemException(ProblemType.CONTENT_TOO_LARGE, "The request body is too large.");
    }

    private static ProblemException late(HttpServerRequest request) {
        resetAfterwards(request);
        return malformed("The request body did not arrive in time.");
    }

    /** The rest of the body is not read, so close the connection, or the HTTP/2 stream, after the answer. */
    private static void resetAfterwards(HttpServerRequest request) {
        request.response().endHandler(answered -> request.response().reset());
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
    }

    private void requireJson(HttpServerRequest request, Buffer body) {
        if (body.length() == 0) {
            return;
        }
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new NotSupportedException();
        }
        try (JsonParser parser = JSON.createParser(body.getBytes())) {
            parser.nextToken();
            parser.skipChildren();
        } catch (IOException e) {
            throw malformed("The request body is not well-formed JSON.");
        }
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
