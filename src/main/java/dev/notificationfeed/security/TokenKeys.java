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
 * The keys that tokens are verified with. Looking at them loads them into the very tenant that verifies requests, so that
 * no request has to, and once loaded they stay: from then on the issuer may be away. While it is there they are loaded
 * anew now and then, so that a new key is known before its first token comes, and a withdrawn one is forgotten.
 */
@ApplicationScoped
class TokenKeys implements DependencyCheck {

    private static final Logger LOG = Logger.getLogger(TokenKeys.class);

    /** The host of {@code quarkus.oidc.auth-server-url} where none is set; RFC 2606 keeps it from ever existing. */
    private static final String NOT_SET = "not-set.invalid";

    /** Shorter than a look may take, so that the reason is ours. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    /** An issuer may be slower than one look, so a load outlives the look that started it, but not for ever. */
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(10);

    private final TenantConfigContext tenant;
    private final JwksRateLimit lookUps;
    private final SecurityConfig config;
    private final URI issuer;
    private final AtomicReference<Uni<CheckResult>> loading = new AtomicReference<>();
    private volatile boolean refreshFails;

    TokenKeys(TenantConfigBean tenants, JwksRateLimit lookUps, SecurityConfig config) {
        this.tenant = tenants.getDefaultTenant();
        this.lookUps = lookUps;
        this.config = config;
        this.issuer = URI.create(tenant.oidcConfig().authServerUrl().orElse("http://" + NOT_SET));
    }

    /**
     * Waits for one look, before the service listens: where the issuer is there, no token has to be turned away. It is the
     * main thread that waits, which serves nobody, and no longer than a look takes.
     */
    void start(@Observes StartupEvent starting) {
        warnIfForAnybody();
        lookUps.open();
        try {
            check().await().atMost(PATIENCE.multipliedBy(2));
        } catch (RuntimeException late) {
            LOG.debug("the keys are loaded in the background", late);
        }
    }

    private void warnIfForAnybody() {
        boolean unchecked = tenant.oidcConfig().token().audience().isEmpty();
        if (unchecked && LaunchMode.current() == LaunchMode.NORMAL) {
            LOG.warn("tokens of any client of the issuer are good here: quarkus.oidc.token.audience is not set");
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
            return refreshed().replaceWith(CheckResult::present);
        }
        if (NOT_SET.equals(issuer.getHost())) {
            return Uni.createFrom().item(CheckResult.missing("quarkus.oidc.auth-server-url is not set"));
        }
        return loading.updateAndGet(running -> running == null ? load() : running)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> notLoaded("no answer yet"));
    }

    private Uni<CheckResult> load() {
        return tenant.initialize()
                .ifNoItem()
                .after(LOAD_LIMIT)
                .fail()
                .invoke(loaded -> lookUps.loaded())
                .map(loaded -> CheckResult.present())
                .onFailure()
                .recoverWithItem(this::notLoaded)
                .onTermination()
                .invoke(() -> loading.set(null))
                .memoize()
                .indefinitely();
    }

    /** The token is none: it is refused, but not before the keys have been loaded. A failure leaves those that are there. */
    private Uni<Void> refreshed() {
        if (lookUps.askedForKeysWithin(config.keysRefreshedEvery())) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> tenant.provider().refreshJwksAndVerifyJwtToken("", false, false, null))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .replaceWithVoid()
                .onItemOrFailure()
                .transform((item, failure) -> told(failure));
    }

    /** The token is refused once there are keys to refuse it with. Says once that loading anew began to fail, and once that it works: a key that is not known signs people out. */
    private Void told(Throwable failure) {
        boolean failed = !(failure instanceof InvalidJwtException);
        if (failed && !refreshFails) {
            LOG.warnf("keys cannot be loaded anew, those that are there stay issuer=%s", withoutCredentials());
        } else if (!failed && refreshFails) {
            LOG.infof("keys are loaded anew again issuer=%s", withoutCredentials());
        }
        refreshFails = failed;
        return null;
    }

    /** Anyone may read the reason, and the failure may hold whatever the issuer answered. */
    private CheckResult notLoaded(Throwable failure) {
        LOG.debugf(failure, "keys not loaded issuer=%s", withoutCredentials());
        return notLoaded(
                switch (lookUps.step()) {
                    case DISCOVERY -> "its description cannot be read";
                    case JWKS -> "its description can be read, its keys cannot";
                });
    }

    private CheckResult notLoaded(String why) {
        return CheckResult.missing("the keys of " + withoutCredentials() + " have not been loaded: " + why);
    }

    private String withoutCredentials() {
        return issuer.toString().replaceFirst("//[^/@]*@", "//");
    }
}
