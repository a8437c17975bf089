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
 * Stands before OIDC's own mechanism: while there are no keys, nobody can say that a token is bad. A 401 would sign people
 * out, and asking the issuer from within a request could hang.
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
        if (keys.loaded() || !bringsToken(context)) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .failure(new ProblemException(
                        ProblemType.IDENTITY_UNAVAILABLE,
                        "Tokens cannot be verified yet: the identity provider's keys have not been loaded.",
                        RETRY_AFTER));
    }

    private static boolean bringsToken(RoutingContext context) {
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
