package dev.notificationfeed.feed;

import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.time.PeriodicTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * The number of pending publications. The relay publishes what is due several times a second, so what stays longer cannot
 * be published. Publications that a relay has claimed and failed to publish are counted too. This counts while Kafka is
 * down as well, when the relay does not run.
 */
@Singleton
class OutboxBacklog {

    private static final Logger LOG = Logger.getLogger(OutboxBacklog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Enough for an alert, and it bounds the time of the count. */
    private static final int MAX_COUNT = 10_000;

    private final IntFunction<Uni<Long>> countPending;
    private volatile long publications;
    private PeriodicTask task = PeriodicTask.none();

    @Inject
    OutboxBacklog(NotificationStore store, FeedConfig config, MeterRegistry registry) {
        this(max -> store.countPending(max, config.relayClaim()), registry);
    }

    /** @param countPending counts pending publications, up to the maximum given */
    OutboxBacklog(IntFunction<Uni<Long>> countPending, MeterRegistry registry) {
        this.countPending = countPending;
        Gauge.builder("notifications.publications.overdue", () -> publications)
                .description(
                        "Publications that are due and not published, or due within seconds; at most 10,000 are counted")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        task = PeriodicTask.start("outbox-backlog", INTERVAL, this::count);
    }

    @PreDestroy
    void stop() {
        task.stop();
    }

    /** While MongoDB is away, the last count stays: those publications are still pending. */
    Uni<Void> count() {
        return countPending
                .apply(MAX_COUNT)
                .invoke(found -> publications = found)
                .onFailure()
                .invoke(failure -> LOG.debug("outbox count failed, the next run retries", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
