package dev.notificationfeed.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URISyntaxException;

/** Answers failures outside of the resources, where Vert.x would send no body or an HTML page. */
@Singleton
class ProblemRoutes {

    private static final int FIRST = Integer.MIN_VALUE;

    private final ObjectMapper json;

    ProblemRoutes(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::answerFailure);
        router.route().last().handler(context -> answer(context, Problems.ofStatus(404)));
    }

    private void answerFailure(RoutingContext context) {
        if (context.response().headWritten()) {
            context.next();
        } else {
            answer(context, problemOf(context));
        }
    }

    private static ProblemException problemOf(RoutingContext context) {
        int status = context.statusCode();
        Throwable failure = context.failure();
        String path = context.request().path();
        if (isUnparsableUri(failure)) {
            return Problems.ofStatus(400);
        }
        boolean isBareStatus = failure == null || status >= 400 && status < 500;
        return isBareStatus ? Problems.ofStatus(status, failure, path) : Problems.of(failure, path);
    }

    /** The CORS filter of Quarkus parses the URL and the {@code Origin} header, and may fail at either. */
    private static boolean isUnparsableUri(Throwable failure) {
        return failure instanceof IllegalArgumentException && failure.getCause() instanceof URISyntaxException;
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
     * Over HTTP/2 the connection carries other requests, perhaps of many people: reset only the stream of this request.
     * Whether it has a body is known only after its head has been handled.
     */
    private static void resetIfUnread(RoutingContext context) {
        context.response()
                .endHandler(ended -> context.vertx().runOnContext(later -> {
                    if (!context.request().isEnded()) {
                        context.response().reset();
                    }
                }));
    }

    /** The rest of the body is not read, so the start of the next request on this connection is unknown. */
    private static void closeAfterwards(RoutingContext context) {
        if (context.request().version() == HttpVersion.HTTP_2) {
            resetIfUnread(context);
            return;
        }
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.response().endHandler(ended -> context.request().connection().close());
    }
}
