package dev.notificationfeed.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** What a failure means to the caller. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private Problems() {}

    static ProblemException of(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof UnauthorizedException || failure instanceof AuthenticationException) {
            return ofStatus(401);
        }
        if (failure instanceof ForbiddenException) {
            return ofStatus(403);
        }
        if (failure instanceof WebApplicationException refusal
                && refusal.getResponse().getStatus() < 500) {
            return ofStatus(refusal.getResponse().getStatus());
        }
        if (failure instanceof RejectedExecutionException) {
            return new ProblemException(ProblemType.OVERLOADED, "This replica is at its limit.", Duration.ofSeconds(1));
        }
        return internal(failure);
    }

    /** What a framework means by a bare status. */
    static ProblemException ofStatus(int status) {
        return switch (status) {
            case 401 -> new ProblemException(ProblemType.UNAUTHENTICATED, "A valid bearer token is required.");
            case 403 -> new ProblemException(ProblemType.FORBIDDEN, "The token lacks the role that this needs.");
            case 404 -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this path.");
            case 405 ->
                new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "The method is none of those that Allow names.");
            case 406 ->
                new ProblemException(
                        ProblemType.NOT_ACCEPTABLE, "None of the media types that Accept names can be given.");
            case 413 -> new ProblemException(ProblemType.CONTENT_TOO_LARGE, "The body is larger than is accepted.");
            case 414 -> new ProblemException(ProblemType.URI_TOO_LONG, "The URL is longer than is accepted.");
            case 415 ->
                new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be of type application/json.");
            case 431 ->
                new ProblemException(ProblemType.HEADER_TOO_LARGE, "The headers together are longer than is accepted.");
            default -> new ProblemException(ProblemType.INVALID_PARAMETER, "The request is malformed.");
        };
    }

    private static ProblemException internal(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "request failed id=%s", id);
        return new ProblemException(ProblemType.INTERNAL, "The request failed; the log tells why under id " + id + ".");
    }
}
