package dev.notificationfeed.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.security.IssuerLookUps.Step;
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

class IssuerLookUpsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final int THREADS = 8;

    private final Clockwork clock = new Clockwork();
    private final IssuerLookUps lookUps = new IssuerLookUps(clock);
    private final HttpRequest<Buffer> request =
            HttpRequest.newInstance(WebClient.create(VERTX).getAbs("http://localhost/jwks"));

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @EnumSource
    void asksForNothingBeforeTheStart(Step step) {
        assertRefused(() -> ask(step));
    }

    @Test
    void asksForKeysOnceInTenSeconds() {
        lookUps.open();
        ask(Step.KEYS);

        clock.now = clock.now.plusMillis(9_999);
        assertRefused(() -> ask(Step.KEYS));

        clock.now = clock.now.plusMillis(1);
        ask(Step.KEYS);
        assertRefused(() -> ask(Step.KEYS));
    }

    @Test
    void asksForKeysOnceHoweverManyAsk() throws Exception {
        lookUps.open();
        // Once on this thread first: what Mutiny sets up at its first use it does not set up on many at a time.
        ask(Step.DESCRIPTION);
        var barrier = new CyclicBarrier(THREADS);
        var threads = Executors.newFixedThreadPool(THREADS);
        Callable<Boolean> asking = () -> {
            barrier.await();
            return isAdmitted();
        };

        var admitted =
                threads.invokeAll(Stream.generate(() -> asking).limit(THREADS).toList());

        assertThat(admitted).filteredOn(IssuerLookUpsTest::isTrue).hasSize(1);
        threads.shutdown();
    }

    @Test
    void asksForDescriptionAtAnyTime() {
        lookUps.open();

        ask(Step.DESCRIPTION);
        ask(Step.DESCRIPTION);

        assertThat(lookUps.step()).isEqualTo(Step.DESCRIPTION);
    }

    @Test
    void asksAgainWhenTheClockWasSetBack() {
        lookUps.open();
        ask(Step.KEYS);

        clock.now = clock.now.minus(Duration.ofHours(1));

        ask(Step.KEYS);
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
        ask(Step.KEYS);

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
            ask(Step.KEYS);
            return true;
        } catch (OIDCException refused) {
            return false;
        }
    }

    private void ask(Step step) {
        var asked = step == Step.KEYS ? lookUps.forKeys(request) : lookUps.forDescription(request);
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
