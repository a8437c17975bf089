package dev.notificationfeed.problem;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** A route that fails with a 5xx status and no exception, as extensions of Quarkus do. */
@Singleton
class FaultyRoute {

    static final String PATH = "/faulty-route";

    void register(@Observes Router router) {
        router.route(PATH).handler(context -> context.fail(502));
    }
}
