package dev.notificationfeed.security;

import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Answers 503 to requests with a token until the keys are loaded. Runs before the mechanism of OIDC, which would answer 401,
 * so that pages sign people out, or would wait for the issuer within the request.
 */
@ApplicationScoped
class KeysNotLoaded implements HttpAuthenticationMechanism {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final TokenKeys keys;

    KeysNotLoaded(TokenKeys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        if (keys.loaded() || !hasBearerToken(context)) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .failure(new ProblemException(
                        ProblemType.IDENTITY_UNAVAILABLE,
                        "Tokens cannot be verified yet: the identity provider's keys have not been loaded.",
                        RETRY_AFTER));
    }

    private static boolean hasBearerToken(RoutingContext context) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }
}
