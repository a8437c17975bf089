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
 * {@code sentAt} has come, and items that have expired. Every replica runs a relay; claims in the store keep two of them
 * from publishing the same item.
 */
@ApplicationScoped
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final NotificationStore store;
    private final FeedPublisher publisher;
    private final Dependencies dependencies;
    private final Topics topics;
    private final FeedConfig config;
    private PeriodicTask task = PeriodicTask.none();

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
        task = PeriodicTask.start("outbox-relay", config.relayInterval(), this::relay);
    }

    @PreDestroy
    void stop() {
        task.stop();
    }

    /** Runs until nothing is left to claim. A batch that fails stays claimed for a few seconds and is pending again then. */
    private Uni<Void> relay() {
        if (!dependencies.isUp(KafkaCheck.NAME) || topics.feed() == null) {
            return Uni.createFrom().voidItem();
        }
        return repeatUntilEmpty(this::publishBatch)
                .onFailure()
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

    private Uni<List<Publication>> publishBatch() {
        return store.claimPending(config.relayBatch(), config.relayClaim())
                .call(claimed -> claimed.isEmpty() ? Uni.createFrom().voidItem() : publisher.publishAndMark(claimed));
    }
}
