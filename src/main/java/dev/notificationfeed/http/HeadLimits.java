package dev.notificationfeed.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * Answers long or malformed URLs and long headers with a problem. Netty's limits (application.properties) are higher: beyond
 * them Vert.x has no request to answer, sends a bare status and closes the connection.
 */
@Singleton
class HeadLimits {

    /**
     * After the CORS filter of Quarkus (order -300), so that pages of allowed origins see the status, and before
     * authentication (-201). A filter's order is its {@code FilterBuildItem} priority, negated.
     */
    static final int AFTER_CORS = -290;

    /** In characters: the longest percent-encoded keyword, and room. */
    static final int LONGEST_URI = 4_096;

    /** In characters, names and values: a token with many claims, and room. */
    static final int LONGEST_HEADERS = 16 * 1_024;

    /**
     * Quarkus answers a malformed URL with a bare 400 before all routes, unless this property is set. It reads the property
     * once, after this event. {@link #check} replaces the validation.
     */
    void disableUriValidation(@Observes @Initialized(ApplicationScoped.class) Object started) {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    void register(@Observes Router router) {
        router.route().order(AFTER_CORS).handler(HeadLimits::check);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > LONGEST_URI) {
            context.fail(414);
        } else if (lengthOfHeaders(request) > LONGEST_HEADERS) {
            context.fail(431);
        } else if (isMalformed(request.uri())) {
            context.fail(400);
        } else {
            context.next();
        }
    }

    private static int lengthOfHeaders(HttpServerRequest request) {
        int length = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length;
    }

    private static boolean isMalformed(String uri) {
        try {
            new URI(uri);
            return false;
        } catch (URISyntaxException e) {
            return true;
        }
    }
}
