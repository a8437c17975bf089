package dev.notificationfeed.api;

import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that a call does not have, if the call changes something: one that narrows the change in another
 * version, such as {@code until}, must not be ignored here. Other calls ignore them.
 */
@Singleton
class UnknownParameters {

    private static final Set<String> CHANGING =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH);

    /** A name that may be in an answer. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();

    /** @throws ProblemException {@code invalid-parameter}, naming the first one */
    @ServerRequestFilter
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        if (!CHANGING.contains(request.getMethod())
                || !request.getUriInfo().getPath().startsWith("/api/")) {
            return;
        }
        Set<String> known = declared.computeIfAbsent(resource.getResourceMethod(), DeclaredParameters::of);
        request.getUriInfo().getQueryParameters().keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw unknown(name);
                });
    }

    private static ProblemException unknown(String name) {
        String named = NAME.matcher(name).matches() ? name : "A query parameter";
        return new ProblemException(ProblemType.INVALID_PARAMETER, named + " is not a parameter of this call");
    }
}
