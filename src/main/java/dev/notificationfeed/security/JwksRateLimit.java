package dev.notificationfeed.security;

import io.quarkus.oidc.OIDCException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The limits of what is asked of the issuer, whoever has it asked: whoever sends a token with a key id of its own making
 * causes a look-up. What is over a limit fails with the exception that OIDC takes for an issuer that is not there.
 */
@ApplicationScoped
class JwksRateLimit {

    /** At most one look-up of keys in this time. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** OIDC's own client waits for ever for an issuer that accepts and does not answer; a call may wait for this one. */
    static final Duration ANSWER_LIMIT = Duration.ofMillis(1500);

    /** While no call waits, an issuer may be slower. */
    static final Duration FIRST_ANSWER_LIMIT = Duration.ofSeconds(4);

    private final Clock clock;
    private final AtomicReference<Instant> keysAskedAt = new AtomicReference<>(Instant.EPOCH);
    private volatile boolean open;
    private volatile Duration answerLimit = FIRST_ANSWER_LIMIT;
    private volatile Lookup step = Lookup.DISCOVERY;

    /** How far one who loads the keys has come. */
    enum Lookup {
        /** The issuer is asked where its keys are. */
        DISCOVERY,
        /** The issuer is asked for its keys. */
        JWKS
    }

    JwksRateLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Lets look-ups through. Until then OIDC sees an issuer that is not there: where it loads keys by itself, before the
     * application has started, an issuer whose description answers and whose keys do not would end the process.
     */
    void open() {
        open = true;
    }

    /** The keys are there: from now on calls cause look-ups. */
    void loaded() {
        answerLimit = ANSWER_LIMIT;
    }

    /** The step at which the last look-up was made, or refused. */
    Lookup step() {
        return step;
    }

    /** Whether the keys have been asked for within the time given. */
    boolean askedForKeysWithin(Duration time) {
        Instant last = keysAskedAt.get();
        return isWithin(time, last, clock.instant());
    }

    /** Fails if the issuer's description may not be asked for now. Looked at anew for each try. */
    Uni<Void> forDescription(HttpRequest<?> request) {
        return admit(Lookup.DISCOVERY, request);
    }

    /** The same for its keys. */
    Uni<Void> forKeys(HttpRequest<?> request) {
        return admit(Lookup.JWKS, request);
    }

    private Uni<Void> admit(Lookup next, HttpRequest<?> request) {
        request.timeout(answerLimit.toMillis());
        return Uni.createFrom().item(next).invoke(this::check).replaceWithVoid();
    }

    private void check(Lookup next) {
        step = next;
        if (!open) {
            throw new OIDCException("the application has not started");
        }
        if (next == Lookup.JWKS && !takeTurn()) {
            throw new OIDCException("the keys were asked for a moment ago");
        }
    }

    private boolean takeTurn() {
        Instant last = keysAskedAt.get();
        Instant now = clock.instant();
        return !isWithin(INTERVAL, last, now) && keysAskedAt.compareAndSet(last, now);
    }

    /** A clock that was set back must not shut the issuer out until it is past again. */
    private static boolean isWithin(Duration time, Instant last, Instant now) {
        return !now.isBefore(last) && now.isBefore(last.plus(time));
    }
}
