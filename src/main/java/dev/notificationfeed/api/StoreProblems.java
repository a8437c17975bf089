package dev.notificationfeed.api;

import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.StatusNotAllowedException;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemMapper;
import dev.notificationfeed.problem.ProblemType;
import dev.notificationfeed.store.TooManyCallsException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions of the store to problems. */
@Singleton
class StoreProblems {

    private static final Logger LOG = Logger.getLogger(StoreProblems.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER_REFUSAL = Duration.ofSeconds(1);

    private final ProblemMapper problems;

    StoreProblems(ProblemMapper problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    Response storeUnavailable(StoreUnavailableException failure, RoutingContext context) {
        LOG.debugf(failure, "store unavailable path=%s", context.request().path());
        return problems.answer(
                new ProblemException(
                        ProblemType.STORE_UNAVAILABLE, "The store is not available at the moment.", RETRY_AFTER),
                context);
    }

    @ServerExceptionMapper
    Response tooManyCalls(TooManyCallsException refusal, RoutingContext context) {
        return problems.answer(
                new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS,
                        "Too many requests about this recipient at the same time.",
                        RETRY_AFTER_REFUSAL),
                context);
    }

    @ServerExceptionMapper
    Response statusNotAllowed(StatusNotAllowedException refusal, RoutingContext context) {
        return problems.answer(new ProblemException(ProblemType.STATUS_NOT_ALLOWED, refusal.getMessage()), context);
    }
}
