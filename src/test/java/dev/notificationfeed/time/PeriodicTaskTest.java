package dev.notificationfeed.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final AtomicInteger runs = new AtomicInteger();
    private PeriodicTask task = PeriodicTask.none();

    @AfterEach
    void stop() {
        task.stop();
    }

    @Test
    void runsAgainAfterARunThatFailed() {
        task = PeriodicTask.start("failing", INTERVAL, () -> {
            runs.incrementAndGet();
            return Uni.createFrom().failure(new IllegalStateException("a fault"));
        });

        await().until(() -> runs.get() >= 3);
    }

    @Test
    void runsAgainAfterARunThatThrew() {
        task = PeriodicTask.start("throwing", INTERVAL, () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("a fault");
        });

        await().until(() -> runs.get() >= 3);
    }

    @Test
    void runsAgainAfterAnErrorAndCountsIt() {
        var counted = new SimpleMeterRegistry();
        Metrics.addRegistry(counted);
        try {
            task = PeriodicTask.start("erring", INTERVAL, () -> {
                runs.incrementAndGet();
                throw new StackOverflowError("a fault");
            });

            await().until(() -> runs.get() >= 3);
            assertThat(counted.get("notifications.background.faults")
                            .tag("task", "erring")
                            .counter()
                            .count())
                    .isPositive();
        } finally {
            Metrics.removeRegistry(counted);
        }
    }

    @Test
    void neverRunsTwiceAtOnce() {
        var firstRun = new CompletableFuture<Void>();
        task = PeriodicTask.start("slow", INTERVAL, () -> {
            runs.incrementAndGet();
            return Uni.createFrom().completionStage(firstRun);
        });

        await().during(Duration.ofMillis(100)).atMost(Duration.ofSeconds(5)).until(() -> runs.get() == 1);
        firstRun.complete(null);

        await().until(() -> runs.get() >= 3);
    }

    @Test
    void stopsRunning() {
        task = PeriodicTask.start("stopped", INTERVAL, () -> Uni.createFrom().item(runs.incrementAndGet()));
        await().until(() -> runs.get() >= 1);

        task.stop();
        int atStop = runs.get();

        await().during(Duration.ofMillis(100)).atMost(Duration.ofSeconds(5)).until(() -> runs.get() <= atStop + 1);
        assertThat(runs.get()).isLessThanOrEqualTo(atStop + 1);
    }
}
