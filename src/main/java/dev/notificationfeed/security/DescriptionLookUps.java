package dev.notificationfeed.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Stands before each look-up of the issuer's description of itself (OpenID Connect Discovery). */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.DISCOVERY)
class DescriptionLookUps implements OidcRequestFilter {

    private final JwksRateLimit lookUps;

    DescriptionLookUps(JwksRateLimit lookUps) {
        this.lookUps = lookUps;
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext look) {
        return lookUps.forDescription(look.request());
    }
}
