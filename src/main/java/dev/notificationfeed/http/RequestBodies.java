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
 * No call needs a body. One that comes all the same must be JSON, so that a mistaken client hears of its mistake. It is
 * read here and not by a body handler: that one would have read a request over HTTP/2 to its end before the resource
 * layer, which cannot take that. Application-scoped, because filters are made before the settings of run time are there.
 */
@ApplicationScoped
class RequestBodies {

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE);

    /** Without its table of names: names that are made to collide would break it. */
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

    /** Lets pass what has no body, or a good one. */
    @ServerRequestFilter
    public Uni<Void> check(HttpServerRequest request) {
        if (!request.path().startsWith("/api/") || !WITH_BODY.contains(request.method()) || request.isEnded()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Buffer> body = request.version() == HttpVersion.HTTP_2 ? readInTime(request) : read(request);
        return body.invoke(read -> requireJson(request, read)).replaceWithVoid();
    }

    /** A connection of HTTP/1 that is late is cut off as a whole; one of HTTP/2 carries other requests. */
    private Uni<Buffer> readInTime(HttpServerRequest request) {
        return read(request).ifNoItem().after(within).failWith(() -> late(request));
    }

    private Uni<Buffer> read(HttpServerRequest request) {
        return Uni.createFrom().emitter(emitter -> {
            Buffer body = Buffer.buffer();
            request.exceptionHandler(broken -> emitter.fail(malformed("The body broke off.")));
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
        return new ProblemException(ProblemType.CONTENT_TOO_LARGE, "The body is larger than is accepted.");
    }

    private static ProblemException late(HttpServerRequest request) {
        resetAfterwards(request);
        return malformed("The body did not come in time.");
    }

    /** The rest is not read, so the connection, or the stream of an HTTP/2 one, is of no use after the answer. */
    private static void resetAfterwards(HttpServerRequest request) {
        request.response().endHandler(answered -> request.response().reset());
    }

    private static ProblemException malformed(String sentence) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, sentence);
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
            throw malformed("The body is not well-formed JSON.");
        }
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
