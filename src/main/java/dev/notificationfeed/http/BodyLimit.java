package dev.notificationfeed.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses requests whose {@code Content-Length} is over the limit. Quarkus has the same limit, but its answer has no body. */
@Singleton
class BodyLimit {

    /** Before the check of Quarkus: see {@code RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT}. */
    private static final int BEFORE_QUARKUS = -4;

    private final long limit;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = limit.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::refuseByLength);
    }

    private void refuseByLength(RoutingContext context) {
        int status = statusFor(context.request().getHeader(HttpHeaders.CONTENT_LENGTH));
        if (status == 0) {
            context.next();
        } else {
            context.fail(status);
        }
    }

    /** The status for a refused length, or 0. Over HTTP/2, Vert.x may not have checked that the length is a number. */
    int statusFor(String length) {
        try {
            return length != null && Long.parseLong(length) > limit ? 413 : 0;
        } catch (NumberFormatException e) {
            return 400;
        }
    }
}
