package dev.notificationfeed.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Refuses long URLs and long headers as a problem. Netty's own limits, in the settings, lie above these: past them there
 * is no request that could be answered, and the server hangs up after a bare status.
 */
@Singleton
class HeadLimits {

    /** The longest keyword, percent-encoded, and room. */
    static final int LONGEST_URI = 4_096;

    /** A token with many claims, and room. */
    static final int LONGEST_HEADERS = 16 * 1_024;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::refuse);
    }

    private void refuse(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > LONGEST_URI) {
            context.fail(414);
        } else if (lengthOfHeaders(request) > LONGEST_HEADERS) {
            context.fail(431);
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
}
