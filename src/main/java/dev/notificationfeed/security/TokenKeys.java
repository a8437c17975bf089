package dev.notificationfeed.security;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Loads the keys that verify tokens, as a background check. The check loads them into the OIDC tenant that verifies requests,
 * so no request waits for it. Loaded keys stay when the issuer becomes unreachable. A regular refresh finds a new key before
 * its first token arrives, and removes a withdrawn one.
 */
@ApplicationScoped
class TokenKeys implements DependencyCheck {

    private static final Logger LOG = Logger.getLogger(TokenKeys.class);

    /** The host of {@code quarkus.oidc.auth-server-url} by default. RFC 2606 reserves .invalid, so it never exists. */
    private static final String NOT_SET = "not-set.invalid";

    /** Shorter than the timeout of a check, so that the check fails with our reason. */
    private static final Duration CHECK_TIMEOUT = Duration.ofMillis(1500);

    /** A slow issuer may need longer than one check, so a load outlives the check that started it, up to this time. */
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(10);

    private final TenantConfigContext tenant;
    private final JwksRateLimit rateLimit;
    private final SecurityConfig config;
    private final URI issuer;
    private final AtomicReference<Uni<CheckResult>> loading = new AtomicReference<>();
    private volatile boolean refreshFails;

    TokenKeys(TenantConfigBean tenants, JwksRateLimit rateLimit, SecurityConfig config) {
        this.tenant = tenants.getDefaultTenant();
        this.rateLimit = rateLimit;
        this.config = config;
        this.issuer = URI.create(tenant.oidcConfig().authServerUrl().orElse("http://" + NOT_SET));
    }

    /**
     * Waits for one check before the service listens, so that it refuses no valid token if the issuer is reachable. Blocks
     * the main thread, which serves no requests, for at most twice the timeout of the check.
     */
    void start(@Observes StartupEvent starting) {
        warnWithoutAudience();
        rateLimit.open();
        try {
            check().await().atMost(CHECK_TIMEOUT.multipliedBy(2));
        } catch (RuntimeException late) {
            LOG.debug("keys not loaded at startup, loading continues in the background", late);
        }
    }

    private void warnWithoutAudience() {
        boolean withoutAudience = tenant.oidcConfig().token().audience().isEmpty();
        if (withoutAudience && LaunchMode.current() == LaunchMode.NORMAL) {
            LOG.warn("tokens of every client of the issuer are accepted: quarkus.oidc.token.audience is not set");
        }
    }

    boolean loaded() {
        return tenant.ready();
    }

    @Override
    public String name() {
        return "identity-provider";
    }

    @Override
    public Uni<CheckResult> check() {
        if (loaded()) {
            return refresh().replaceWith(CheckResult::present);
        }
        if (NOT_SET.equals(issuer.getHost())) {
            return Uni.createFrom().item(CheckResult.missing("quarkus.oidc.auth-server-url is not set"));
        }
        return loading.updateAndGet(running -> running == null ? load() : running)
                .ifNoItem()
                .after(CHECK_TIMEOUT)
                .recoverWithItem(() -> notLoaded("no answer yet"));
    }

    private Uni<CheckResult> load() {
        return tenant.initialize()
                .ifNoItem()
                .after(LOAD_TIMEOUT)
                .fail()
                .invoke(loaded -> rateLimit.loaded())
                .map(loaded -> CheckResult.present())
                .onFailure()
                .recoverWithItem(this::notLoaded)
                .onTermination()
                .invoke(() -> loading.set(null))
                .memoize()
                .indefinitely();
    }

    /** Verifies an empty token, because OIDC then loads the keys first. If loading fails, the old keys stay. */
    private Uni<Void> refresh() {
        if (rateLimit.requestedKeysWithin(config.keysRefreshedEvery())) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> tenant.provider().refreshJwksAndVerifyJwtToken("", false, false, null))
                .ifNoItem()
                .after(CHECK_TIMEOUT)
                .fail()
                .replaceWithVoid()
                .onItemOrFailure()
                .transform((item, failure) -> logChange(failure));
    }

    /**
     * Logs once when refreshing begins to fail and once when it works again: tokens with an unknown key get 401. An invalid
     * token is the expected failure, and means that the keys were loaded.
     */
    private Void logChange(Throwable failure) {
        boolean failed = !(failure instanceof InvalidJwtException);
        if (failed && !refreshFails) {
            LOG.warnf("keys not refreshed, the loaded keys stay in use issuer=%s", withoutCredentials());
        } else if (!failed && refreshFails) {
            LOG.infof("keys refreshed again issuer=%s", withoutCredentials());
        }
        refreshFails = failed;
        return null;
    }

    /** The reason is public and the failure may quote the issuer's answer, so the reason does not include the failure. */
    private CheckResult notLoaded(Throwable failure) {
        LOG.debugf(failure, "keys not loaded issuer=%s", withoutCredentials());
        return notLoaded(
                switch (rateLimit.last()) {
                    case DISCOVERY -> "its discovery document cannot be read";
                    case JWKS -> "its discovery document can be read, its keys cannot";
                });
    }

    private CheckResult notLoaded(String cause) {
        return CheckResult.missing("the keys of " + withoutCredentials() + " have not been loaded: " + cause);
    }

    private String withoutCredentials() {
        return issuer.toString().replaceFirst("//[^/@]*@", "//");
    }
}
