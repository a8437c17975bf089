package dev.notificationfeed.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Serves the browser client under {@code /client}. A browser revalidates its copy on each use, so that client and service
 * match through roll-outs and roll-backs; most answers are an empty 304.
 */
@Singleton
class ClientFiles {

    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Map<String, ClientFile> files = Stream.of(
                    "notification-feed.js", "notification-feed.d.ts", "notification-bell.js", "notification-bell.d.ts")
            .collect(Collectors.toMap(Function.identity(), ClientFile::read));

    void register(@Observes Router router) {
        files.forEach((name, file) -> router.route("/client/" + name).handler(context -> answer(context, file)));
    }

    private static void answer(RoutingContext context, ClientFile file) {
        if (ALLOWED.contains(context.request().method())) {
            send(context.request(), context.response(), file);
        } else {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            context.fail(405);
        }
    }

    private static void send(HttpServerRequest request, HttpServerResponse response, ClientFile file) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, file.tag())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding, Origin");
        if (file.isNamedBy(header(request, HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        if (AcceptEncoding.prefersGzip(header(request, HttpHeaders.ACCEPT_ENCODING))) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.zipped());
        } else {
            response.end(file.plain());
        }
    }

    /** The value of a header that is a list, RFC 9110 section 5.3: it may be sent as several lines; empty if absent. */
    private static String header(HttpServerRequest request, CharSequence name) {
        return String.join(",", request.headers().getAll(name));
    }
}
