package dev.notificationfeed.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.security.JwksRateLimit.Lookup;
import io.quarkus.oidc.OIDCException;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JwksRateLimitTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final int THREADS = 8;

    private final Clockwork clock = new Clockwork();
    private final JwksRateLimit lookUps = new JwksRateLimit(clock);
    private final HttpRequest<Buffer> request =
            HttpRequest.newInstance(WebClient.create(VERTX).getAbs("http://localhost/jwks"));

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @EnumSource
    void asksForNothingBeforeTheStart(Lookup step) {
        assertRefused(() -> ask(step));
    }

    @Test
    void asksForKeysOnceInTenSeconds() {
        lookUps.open();
        ask(Lookup.JWKS);

        clock.now = clock.now.plusMillis(9_999);
        assertRefused(() -> ask(Lookup.JWKS));

        clock.now = clock.now.plusMillis(1);
        ask(Lookup.JWKS);
        assertRefused(() -> ask(Lookup.JWKS));
    }

    @Test
    void asksForKeysOnceHoweverManyAsk() throws Exception {
        lookUps.open();
        // Once on this thread first: what Mutiny sets up at its first use it does not set up on many at a time.
        ask(Lookup.DISCOVERY);
        var barrier = new CyclicBarrier(THREADS);
        var threads = Executors.newFixedThreadPool(THREADS);
        Callable<Boolean> asking = () -> {
            barrier.await();
            return isAdmitted();
        };

        var admitted =
                threads.invokeAll(Stream.generate(() -> asking).limit(THREADS).toList());

        assertThat(admitted).filteredOn(JwksRateLimitTest::isTrue).hasSize(1);
        threads.shutdown();
    }

    @Test
    void asksForDescriptionAtAnyTime() {
        lookUps.open();

        ask(Lookup.DISCOVERY);
        ask(Lookup.DISCOVERY);

        assertThat(lookUps.step()).isEqualTo(Lookup.DISCOVERY);
    }

    @Test
    void asksAgainWhenTheClockWasSetBack() {
        lookUps.open();
        ask(Lookup.JWKS);

        clock.now = clock.now.minus(Duration.ofHours(1));

        ask(Lookup.JWKS);
    }

    @Test
    void checksEachTryOfTheSameRequest() {
        lookUps.open();
        var asked = lookUps.forKeys(request);
        asked.await().indefinitely();

        assertRefused(() -> asked.await().indefinitely());
    }

    @Test
    void knowsWhenItAskedLast() {
        lookUps.open();
        assertThat(lookUps.askedForKeysWithin(Duration.ofMinutes(1))).isFalse();
        ask(Lookup.JWKS);

        clock.now = clock.now.plusSeconds(59);
        assertThat(lookUps.askedForKeysWithin(Duration.ofMinutes(1))).isTrue();

        clock.now = clock.now.plusSeconds(1);
        assertThat(lookUps.askedForKeysWithin(Duration.ofMinutes(1))).isFalse();
    }

    private static boolean isTrue(Future<Boolean> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isAdmitted() {
        try {
            ask(Lookup.JWKS);
            return true;
        } catch (OIDCException refused) {
            return false;
        }
    }

    private void ask(Lookup step) {
        var asked = step == Lookup.JWKS ? lookUps.forKeys(request) : lookUps.forDescription(request);
        asked.await().indefinitely();
    }

    private static void assertRefused(Runnable asking) {
        assertThatThrownBy(asking::run).isInstanceOf(OIDCException.class);
    }

    /** A clock that stands still until it is set. */
    private static final class Clockwork extends Clock {

        private volatile Instant now = Instant.parse("2025-09-09T23:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
