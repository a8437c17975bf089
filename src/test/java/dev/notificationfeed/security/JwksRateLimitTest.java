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
    private final JwksRateLimit limit = new JwksRateLimit(clock);
    private final HttpRequest<Buffer> request =
            HttpRequest.newInstance(WebClient.create(VERTX).getAbs("http://localhost/jwks"));

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @EnumSource
    void allowsNothingBeforeTheStart(Lookup lookup) {
        assertRefused(() -> request(lookup));
    }

    @Test
    void allowsOneRequestForKeysInTenSeconds() {
        limit.open();
        request(Lookup.JWKS);

        clock.now = clock.now.plusMillis(9_999);
        assertRefused(() -> request(Lookup.JWKS));

        clock.now = clock.now.plusMillis(1);
        request(Lookup.JWKS);
        assertRefused(() -> request(Lookup.JWKS));
    }

    @Test
    void allowsOneRequestForKeysOnManyThreads() throws Exception {
        limit.open();
        // Initialises Mutiny on this thread, because its first use is not thread-safe.
        request(Lookup.DISCOVERY);
        var barrier = new CyclicBarrier(THREADS);
        var threads = Executors.newFixedThreadPool(THREADS);
        Callable<Boolean> attempt = () -> {
            barrier.await();
            return isAdmitted();
        };

        var admitted =
                threads.invokeAll(Stream.generate(() -> attempt).limit(THREADS).toList());

        assertThat(admitted).filteredOn(JwksRateLimitTest::isTrue).hasSize(1);
        threads.shutdown();
    }

    @Test
    void allowsDiscoveryAtAnyTime() {
        limit.open();

        request(Lookup.DISCOVERY);
        request(Lookup.DISCOVERY);

        assertThat(limit.last()).isEqualTo(Lookup.DISCOVERY);
    }

    @Test
    void allowsKeysAfterTheClockWasSetBack() {
        limit.open();
        request(Lookup.JWKS);

        clock.now = clock.now.minus(Duration.ofHours(1));

        request(Lookup.JWKS);
    }

    @Test
    void checksEachRetryOfARequest() {
        limit.open();
        var admission = limit.beforeKeys(request);
        admission.await().indefinitely();

        assertRefused(() -> admission.await().indefinitely());
    }

    @Test
    void remembersTheLastRequestForKeys() {
        limit.open();
        assertThat(limit.requestedKeysWithin(Duration.ofMinutes(1))).isFalse();
        request(Lookup.JWKS);

        clock.now = clock.now.plusSeconds(59);
        assertThat(limit.requestedKeysWithin(Duration.ofMinutes(1))).isTrue();

        clock.now = clock.now.plusSeconds(1);
        assertThat(limit.requestedKeysWithin(Duration.ofMinutes(1))).isFalse();
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
            request(Lookup.JWKS);
            return true;
        } catch (OIDCException refused) {
            return false;
        }
    }

    private void request(Lookup lookup) {
        var admission = lookup == Lookup.JWKS ? limit.beforeKeys(request) : limit.beforeDiscovery(request);
        admission.await().indefinitely();
    }

    private static void assertRefused(Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOf(OIDCException.class);
    }

    /** A clock that only moves when it is set. */
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
