package dev.notificationfeed.devstack;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * An inbox to try the service in a browser. Its files lie beside the resources and not among them, so that no package has
 * them, and are read anew at each request, so that a reload shows what was written.
 */
@Singleton
@IfBuildProfile(anyOf = {"dev", "test"})
class InboxPage {

    private static final String FILES = "src/main/inbox";

    /** Its own files and calls, and nothing that stands in a message. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "worker-src blob:; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    void register(@Observes Router router) {
        var files = StaticHandler.create(FileSystemAccess.RELATIVE, FILES)
                .setIndexPage("page.html")
                .setCachingEnabled(false)
                .setAlwaysAsyncFS(true);
        router.get("/").handler(InboxPage::allowItsOwn).handler(files);
        router.get("/inbox/*").handler(files);
    }

    private static void allowItsOwn(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", POLICY);
        context.next();
    }
}
