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
 * Adds security headers to every response on both ports, also to those of the framework. A header that is already set stays,
 * so that a page can have its own policy. The path plays no part: it can be spelt in many ways, and no spelling may make
 * personal data cacheable.
 */
@Singleton
final class SecurityHeaders {

    /** Before all other observers of the router, so that no route can answer without these headers. */
    private static final int FIRST = 1;

    /** If a browser renders a response as a page, the page may load and run nothing. */
    private static final String DENY_ALL =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", DENY_ALL,
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
