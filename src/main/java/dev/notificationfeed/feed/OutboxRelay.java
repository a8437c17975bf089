package dev.notificationfeed.feed;

import dev.notificationfeed.health.Dependencies;
import dev.notificationfeed.kafka.KafkaCheck;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.time.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Publishes what is pending in the outbox: publications that a killed process or an outage left there, items whose
 * {@code sentAt} has come, and items that have expired or reach the end of their retention. Every replica runs a relay;
 * claims in the store keep two of them from publishing the same item.
 */
@ApplicationScoped
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final NotificationStore store;
    private final FeedPublisher publisher;
    private final Dependencies dependencies;
    private final Topics topics;
    private final FeedConfig config;
    private PeriodicTask relay = PeriodicTask.none();
    private PeriodicTask retentionEnd = PeriodicTask.none();

    OutboxRelay(
            NotificationStore store,
            FeedPublisher publisher,
            Dependencies dependencies,
            Topics topics,
            FeedConfig config) {
        this.store = store;
        this.publisher = publisher;
        this.dependencies = dependencies;
        this.topics = topics;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        relay = PeriodicTask.start("outbox-relay", config.relayInterval(), this::relay);
        retentionEnd = PeriodicTask.start("retention-end", config.retentionEndInterval(), this::endRetained);
    }

    @PreDestroy
    void stop() {
        relay.stop();
        retentionEnd.stop();
    }

    /**
     * Runs until nothing is left to claim. A batch that fails stays claimed for a few seconds and is pending again then. While
     * Kafka is away, the lists go on: scheduled items appear there in time.
     */
    private Uni<Void> relay() {
        return untilNextRun(canPublish() ? repeatUntilEmpty(() -> publish(claimPending())) : store.showDue());
    }

    /** Also while Kafka is away, because MongoDB removes an item only some time after its end. */
    private Uni<Void> endRetained() {
        return untilNextRun(repeatUntilEmpty(() -> publish(claimEnding())));
    }

    private boolean canPublish() {
        return dependencies.isUp(KafkaCheck.NAME) && topics.feed() != null;
    }

    private static Uni<Void> untilNextRun(Uni<Void> run) {
        return run.onFailure()
                .invoke(failure -> LOG.debugf(failure, "outbox relay failed, the next run retries"))
                .onFailure()
                .recoverWithNull();
    }

    /** Repeats in a loop: a chain of a thousand batches would nest as many calls. */
    static Uni<Void> repeatUntilEmpty(Supplier<Uni<? extends List<Publication>>> batch) {
        return Multi.createBy()
                .repeating()
                .uni(batch)
                .until(List::isEmpty)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<List<Publication>> claimPending() {
        return store.claimPending(config.relayBatch(), config.relayClaim());
    }

    private Uni<List<Publication>> claimEnding() {
        return store.claimEnding(config.relayBatch(), config.relayClaim());
    }

    /** Publications that cannot be published now stay pending. */
    private Uni<List<Publication>> publish(Uni<List<Publication>> claim) {
        return claim.call(claimed ->
                claimed.isEmpty() || !canPublish() ? Uni.createFrom().voidItem() : publisher.publishAndMark(claimed));
    }
}
