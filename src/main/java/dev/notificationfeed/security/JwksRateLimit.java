package dev.notificationfeed.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Limits the requests to the issuer. Any caller can cause one, by a token with an invented key id. A request over the limit
 * fails with the exception that OIDC expects from an unreachable issuer.
 */
@ApplicationScoped
class JwksRateLimit {

    /** Minimum time between two requests for keys. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Timeout once the keys are loaded: calls may wait for the request, and the client of OIDC has no timeout of its own. */
    static final Duration ANSWER_LIMIT = Duration.ofMillis(1500);

    /** Timeout until the keys are loaded: no call waits yet. */
    static final Duration FIRST_ANSWER_LIMIT = Duration.ofSeconds(4);

    private final Clock clock;
    private final AtomicReference<Instant> keysRequestedAt = new AtomicReference<>(Instant.EPOCH);
    private volatile boolean open;
    private volatile Duration answerLimit = FIRST_ANSWER_LIMIT;
    private volatile Lookup last = Lookup.DISCOVERY;

    /** The two requests that load the keys. */
    enum Lookup {
        /** The discovery document, which names the address of the keys. */
        DISCOVERY,
        /** The keys. */
        JWKS
    }

    JwksRateLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Allows requests from now on. OIDC itself tries to load keys before the application has started; if discovery worked
     * then and the keys did not, it would end the process.
     */
    void open() {
        open = true;
    }

    /** The keys are loaded: use the shorter timeout, because calls may wait from now on. */
    void loaded() {
        answerLimit = ANSWER_LIMIT;
    }

    /** The last request that was made or refused. */
    Lookup last() {
        return last;
    }

    /** Whether keys were requested within this time. */
    boolean requestedKeysWithin(Duration time) {
        return isWithin(time, keysRequestedAt.get(), clock.instant());
    }

    /** Fails if discovery is not allowed now. Checks again on each subscription, because OIDC retries. */
    Uni<Void> beforeDiscovery(HttpRequest<?> request) {
        return admit(Lookup.DISCOVERY, request);
    }

    /** The same for the keys. */
    Uni<Void> beforeKeys(HttpRequest<?> request) {
        return admit(Lookup.JWKS, request);
    }

    private Uni<Void> admit(Lookup next, HttpRequest<?> request) {
        request.timeout(answerLimit.toMillis());
        return Uni.createFrom().item(next).invoke(this::check).replaceWithVoid();
    }

    private void check(Lookup next) {
        last = next;
        if (!open) {
            throw new OIDCException("the application has not started");
        }
        if (next == Lookup.JWKS && !tryAcquire()) {
            throw new OIDCException("the last request for keys was less than " + INTERVAL.toSeconds() + " s ago");
        }
    }

    private boolean tryAcquire() {
        Instant previous = keysRequestedAt.get();
        Instant now = clock.instant();
        return !isWithin(INTERVAL, previous, now) && keysRequestedAt.compareAndSet(previous, now);
    }

    /** False for a time in the future: a clock that was set back must not block requests. */
    private static boolean isWithin(Duration time, Instant previous, Instant now) {
        return !now.isBefore(previous) && now.isBefore(previous.plus(time));
    }

    /** Applies the limit to discovery; the annotation chooses the endpoint, so each one needs its own class. */
    @ApplicationScoped
    @Unremovable
    @OidcEndpoint(OidcEndpoint.Type.DISCOVERY)
    static class DiscoveryFilter implements OidcRequestFilter {

        private final JwksRateLimit limit;

        DiscoveryFilter(JwksRateLimit limit) {
            this.limit = limit;
        }

        @Override
        public Uni<Void> filter(OidcRequestFilterContext context) {
            return limit.beforeDiscovery(context.request());
        }
    }

    /** Applies the limit to requests for keys. */
    @ApplicationScoped
    @Unremovable
    @OidcEndpoint(OidcEndpoint.Type.JWKS)
    static class KeysFilter implements OidcRequestFilter {

        private final JwksRateLimit limit;

        KeysFilter(JwksRateLimit limit) {
            this.limit = limit;
        }

        @Override
        public Uni<Void> filter(OidcRequestFilterContext context) {
            return limit.beforeKeys(context.request());
        }
    }
}
