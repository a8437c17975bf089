package dev.notificationfeed.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** Turns failures and bare statuses into problems. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private Problems() {}

    /**
     * The problem that a failure is to the caller. A fault of ours is logged.
     *
     * @param path the request's path, for the log; never its query
     */
    static ProblemException of(Throwable failure, String path) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof UnauthorizedException || failure instanceof AuthenticationException) {
            return ofStatus(401);
        }
        if (failure instanceof ForbiddenException) {
            return ofStatus(403);
        }
        if (failure instanceof WebApplicationException answer) {
            return ofStatus(answer.getResponse().getStatus(), answer, path);
        }
        if (failure instanceof RejectedExecutionException) {
            return new ProblemException(ProblemType.OVERLOADED, "This replica is overloaded.", Duration.ofSeconds(1));
        }
        return internal(500, failure, path);
    }

    /** The problem of a status that a framework gives, with or without a failure. A 5xx is logged as a fault of ours. */
    static ProblemException ofStatus(int status, Throwable failure, String path) {
        return status < 500 ? ofStatus(status) : internal(status, failure, path);
    }

    /** The problem of a 4xx status that a framework gives. */
    static ProblemException ofStatus(int status) {
        return switch (status) {
            case 401 -> new ProblemException(ProblemType.UNAUTHENTICATED, "A valid bearer token is required.");
            case 403 -> new ProblemException(ProblemType.FORBIDDEN, "The token does not have the required role.");
            case 404 -> new ProblemException(ProblemType.NOT_FOUND, "Nothing exists at this path.");
            case 405 ->
                new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "Method not allowed; see the Allow header.");
            case 406 ->
                new ProblemException(
                        ProblemType.NOT_ACCEPTABLE, "The server cannot produce any media type in the Accept header.");
            case 413 -> new ProblemException(ProblemType.CONTENT_TOO_LARGE, "The request body is too large.");
            case 414 -> new ProblemException(ProblemType.URI_TOO_LONG, "The URL is too long.");
            case 415 ->
                new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE, "The request body must have the type application/json.");
            case 431 ->
                new ProblemException(ProblemType.HEADER_TOO_LARGE, "The request headers are too long in total.");
            default -> new ProblemException(ProblemType.INVALID_PARAMETER, "The request is malformed.");
        };
    }

    private static ProblemException internal(int status, Throwable failure, String path) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "request failed id=%s status=%d path=%s", id, status, path);
        return new ProblemException(ProblemType.INTERNAL, "Internal error; see the server log for id " + id + ".");
    }
}
