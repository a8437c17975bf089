package dev.notificationfeed.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Stands before each look-up of the issuer's keys (its JWKS). */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.JWKS)
class KeyLookUps implements OidcRequestFilter {

    private final JwksRateLimit lookUps;

    KeyLookUps(JwksRateLimit lookUps) {
        this.lookUps = lookUps;
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext look) {
        return lookUps.forKeys(look.request());
    }
}
