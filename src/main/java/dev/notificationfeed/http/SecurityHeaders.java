package dev.notificationfeed.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * What every answer of both ports says to a browser, refusals by the framework included. A header that is set already
 * stays, so that a page can bring a policy of its own. Nothing is told apart by its path: one path can be spelt in many
 * ways, and an answer with personal data must not be kept under any of them.
 */
@Singleton
final class SecurityHeaders {

    /** Before all other observers of the router, so that there is no answer that this has not seen. */
    private static final int FIRST = 1;

    /** Nothing that is served may load or do anything, should a browser ever take it for a page. */
    private static final String NOTHING_AT_ALL =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", NOTHING_AT_ALL,
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");

    void register(@Observes @Priority(FIRST) Router router) {
        addTo(router);
    }

    void registerManagement(@Observes @Priority(FIRST) ManagementInterface management) {
        addTo(management.router());
    }

    private static void addTo(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(SecurityHeaders::addAtTheEnd);
    }

    private static void addAtTheEnd(RoutingContext context) {
        context.addHeadersEndHandler(written -> addMissing(context.response().headers()));
        context.next();
    }

    private static void addMissing(MultiMap headers) {
        HEADERS.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.set(name, value);
            }
        });
    }
}
