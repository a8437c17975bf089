package dev.notificationfeed.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions of resources, and of the framework around them, to problem responses. */
@Singleton
public class ProblemMapper {

    private final ObjectMapper json;

    ProblemMapper(ObjectMapper json) {
        this.json = json;
    }

    /** Also lists the classes for which the framework has its own mapper, because the most specific class wins. */
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        NotFoundException.class,
        UnauthorizedException.class,
        ForbiddenException.class,
        AuthenticationFailedException.class,
        AuthenticationCompletionException.class
    })
    public Response answer(Throwable failure, RoutingContext context) {
        Response.ResponseBuilder response =
                toResponse(Problems.of(failure, context.request().path()), context);
        if (failure instanceof NotAllowedException) {
            response.header(
                    HttpHeaders.ALLOW, AllowedMethods.of(context.request().path()));
        }
        return response.build();
    }

    /** The response for a problem that another package made of its own exception. */
    public Response answer(ProblemException problem, RoutingContext context) {
        return toResponse(problem, context).build();
    }

    private Response.ResponseBuilder toResponse(ProblemException problem, RoutingContext context) {
        ProblemResponse problemResponse =
                ProblemResponse.of(problem, context.request().path(), json);
        Response.ResponseBuilder response =
                Response.status(problemResponse.status()).entity(problemResponse.body());
        problemResponse.headers().forEach(response::header);
        return response;
    }
}
