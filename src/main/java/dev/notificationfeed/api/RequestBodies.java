package dev.notificationfeed.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotSupportedException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * No call needs a body. One that comes all the same must be JSON, so that a mistaken client hears of its mistake. It is
 * read here and not by a body handler: that one would have read a request over HTTP/2 to its end before the resource
 * layer, which cannot take that.
 */
@Singleton
class RequestBodies {

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE);

    private final ObjectMapper json;
    private final long limit;

    RequestBodies(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.json = json;
        this.limit = limit.asLongValue();
    }

    /** Lets pass what has no body, or a good one. */
    @ServerRequestFilter
    public Uni<Void> check(HttpServerRequest request) {
        if (!request.path().startsWith("/api/") || !WITH_BODY.contains(request.method()) || request.isEnded()) {
            return Uni.createFrom().voidItem();
        }
        return read(request).invoke(body -> requireJson(request, body)).replaceWithVoid();
    }

    private Uni<Buffer> read(HttpServerRequest request) {
        return Uni.createFrom().emitter(emitter -> {
            Buffer body = Buffer.buffer();
            request.exceptionHandler(emitter::fail);
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

    /** The rest is not read, so the connection, or the stream of an HTTP/2 one, is of no use after the answer. */
    private static ProblemException tooLarge(HttpServerRequest request) {
        request.response().endHandler(answered -> request.response().reset());
        return new ProblemException(ProblemType.CONTENT_TOO_LARGE, "The body is larger than is accepted.");
    }

    private void requireJson(HttpServerRequest request, Buffer body) {
        if (body.length() == 0) {
            return;
        }
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new NotSupportedException();
        }
        try {
            json.readTree(body.getBytes());
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INVALID_PARAMETER, "The body is not well-formed JSON.");
        }
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
