package dev.notificationfeed.devstack;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves an inbox page to try the service in a browser. The files are outside the resources, so that no package contains
 * them, and are read at each request, so that a browser reload shows edits.
 */
@Singleton
@IfBuildProfile(anyOf = {"dev", "test"})
class InboxPage {

    private static final String FILES = "src/main/inbox";

    /** Allows the page's own files and calls, and nothing from a message. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "worker-src blob:; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    void register(@Observes Router router) {
        var files = StaticHandler.create(FileSystemAccess.RELATIVE, FILES)
                .setIndexPage("page.html")
                .setCachingEnabled(false)
                .setAlwaysAsyncFS(true);
        router.get("/").handler(InboxPage::addPolicy).handler(files);
        router.get("/inbox/*").handler(files);
    }

    private static void addPolicy(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", POLICY);
        context.next();
    }
}
