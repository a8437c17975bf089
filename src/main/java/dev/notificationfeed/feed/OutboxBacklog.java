package dev.notificationfeed.feed;

import dev.notificationfeed.store.NotificationStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * How much readers have yet to be told of. The sweep takes what is due several times a second, so that what is left for
 * longer is what cannot be published. What it has claimed in vain is put off for a few seconds, and is counted all the
 * same; while Kafka is away it does not look, and this does.
 */
@Singleton
class OutboxBacklog {

    private static final Logger LOG = Logger.getLogger(OutboxBacklog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** An alert needs no more, and the count no longer. */
    private static final int MOST = 10_000;

    private final IntFunction<Uni<Long>> countPending;
    private volatile long publications;
    private Cancellable looking = () -> {};

    @Inject
    OutboxBacklog(NotificationStore store, FeedConfig config, MeterRegistry registry) {
        this(most -> store.countPending(most, config.relayClaim()), registry);
    }

    /** With what counts how many are due, up to a number. */
    OutboxBacklog(IntFunction<Uni<Long>> countPending, MeterRegistry registry) {
        this.countPending = countPending;
        Gauge.builder("notifications.publications.overdue", () -> publications)
                .description(
                        "Publications that are due and not made, or due within seconds; at most 10,000 are counted")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        looking = Multi.createFrom()
                .ticks()
                .every(INTERVAL)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> look())
                .subscribe()
                .with(looked -> {});
    }

    @PreDestroy
    void stop() {
        looking.cancel();
    }

    /** While MongoDB is away, what was last seen stands: it is still owed. */
    Uni<Void> look() {
        return countPending
                .apply(MOST)
                .invoke(found -> publications = found)
                .onFailure()
                .invoke(failure -> LOG.debug("the next look counts what is overdue", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
