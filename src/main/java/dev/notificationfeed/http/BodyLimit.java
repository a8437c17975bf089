package dev.notificationfeed.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses bodies that say that they are too large as a problem; Quarkus, with the same limit, would answer without a body. */
@Singleton
class BodyLimit {

    /** Before Quarkus' own check, see {@code RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT}. */
    private static final int BEFORE_QUARKUS = -4;

    private final long limit;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = limit.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::refuseByLength);
    }

    private void refuseByLength(RoutingContext context) {
        int refusal = refusal(context.request().getHeader(HttpHeaders.CONTENT_LENGTH));
        if (refusal == 0) {
            context.next();
        } else {
            context.fail(refusal);
        }
    }

    /** The status that a length is refused with, or 0. Over HTTP/2 nobody may have looked at it before. */
    int refusal(String length) {
        try {
            return length != null && Long.parseLong(length) > limit ? 413 : 0;
        } catch (NumberFormatException e) {
            return 400;
        }
    }
}
