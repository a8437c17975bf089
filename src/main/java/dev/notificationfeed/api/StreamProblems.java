package dev.notificationfeed.api;

import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemMapper;
import dev.notificationfeed.problem.ProblemType;
import dev.notificationfeed.stream.StreamRefusedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps the reasons why a stream cannot be opened to problems. */
@Singleton
class StreamProblems {

    private final ProblemMapper problems;

    StreamProblems(ProblemMapper problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    Response streamRefused(StreamRefusedException refused, RoutingContext context) {
        return problems.answer(
                new ProblemException(typeOf(refused.reason()), refused.getMessage(), refused.retryAfter()), context);
    }

    private static ProblemType typeOf(StreamRefusedException.Reason reason) {
        return switch (reason) {
            case FEED_UNAVAILABLE -> ProblemType.FEED_UNAVAILABLE;
            case SHUTTING_DOWN -> ProblemType.SHUTTING_DOWN;
            case OVERLOADED -> ProblemType.OVERLOADED;
        };
    }
}
