package dev.notificationfeed.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;

/** Answers what fails before or beside the resources, where Vert.x would answer without a body or with a page. */
@Singleton
class ProblemRoutes {

    private static final int FIRST = Integer.MIN_VALUE;

    private final ObjectMapper json;

    ProblemRoutes(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Quarkus refuses a malformed URI with a bare 400 before any route is asked, and knows only this switch. It reads it
     * once, after this event; {@link #refuseMalformedUri} then makes the same check.
     */
    void takeOverUriValidation(@Observes @Initialized(ApplicationScoped.class) Object started) {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::refuseMalformedUri).failureHandler(this::answerFailure);
        router.route().last().handler(context -> answer(context, Problems.ofStatus(404)));
    }

    private void refuseMalformedUri(RoutingContext context) {
        try {
            new URI(context.request().uri());
            context.next();
        } catch (URISyntaxException e) {
            answer(context, Problems.ofStatus(400));
        }
    }

    private void answerFailure(RoutingContext context) {
        if (context.response().headWritten()) {
            context.next();
        } else if (isBareStatus(context)) {
            answer(context, Problems.ofStatus(context.statusCode()));
        } else {
            answer(context, Problems.of(context.failure()));
        }
    }

    private static boolean isBareStatus(RoutingContext context) {
        return context.statusCode() >= 400 && context.statusCode() < 500;
    }

    private void answer(RoutingContext context, ProblemException problem) {
        ProblemResponse response = ProblemResponse.of(problem, context.request().path(), json);
        context.response().setStatusCode(response.status());
        response.headers().forEach(context.response()::putHeader);
        if (!context.request().isEnded()) {
            closeAfterwards(context);
        }
        context.end(response.body());
    }

    /**
     * Over HTTP/2 the connection carries other requests, and streams, maybe of many people: the one that was refused ends
     * alone. Whether it has a body is known only when its head has been handled.
     */
    private static void resetIfUnread(RoutingContext context) {
        context.response()
                .endHandler(ended -> context.vertx().runOnContext(later -> {
                    if (!context.request().isEnded()) {
                        context.response().reset();
                    }
                }));
    }

    /** Part of the body has not been read, so the next request on this connection could not be found. */
    private static void closeAfterwards(RoutingContext context) {
        if (context.request().version() == HttpVersion.HTTP_2) {
            resetIfUnread(context);
            return;
        }
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.response().endHandler(ended -> context.request().connection().close());
    }
}
