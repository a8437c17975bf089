package dev.notificationfeed.feed;

import dev.notificationfeed.health.Dependencies;
import dev.notificationfeed.kafka.KafkaCheck;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.store.NotificationStore;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Publishes what is due: publications that a killed process or an outage left owing, items whose {@code sentAt} has
 * come, and items that have expired. Every replica sweeps; the claim in the store keeps them from doing the same twice.
 */
@ApplicationScoped
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final NotificationStore store;
    private final FeedPublisher publisher;
    private final Dependencies dependencies;
    private final Topics topics;
    private final FeedConfig config;
    private Cancellable sweeping = () -> {};

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
        sweeping = Multi.createFrom()
                .ticks()
                .every(config.relayInterval())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> sweep())
                .subscribe()
                .with(swept -> {});
    }

    @PreDestroy
    void stop() {
        sweeping.cancel();
    }

    /** Goes on while it finds something to claim. What fails stays claimed for a few seconds and is due again then. */
    private Uni<Void> sweep() {
        if (!dependencies.isUp(KafkaCheck.NAME) || topics.feed() == null) {
            return Uni.createFrom().voidItem();
        }
        return untilNothingIsLeft(this::tellSome)
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "the next sweep tries again"))
                .onFailure()
                .recoverWithNull();
    }

    /** A round after the other in one loop: chained, a thousand rounds would be as many calls within each other. */
    static Uni<Void> untilNothingIsLeft(Supplier<Uni<? extends List<Publication>>> round) {
        return Multi.createBy()
                .repeating()
                .uni(round)
                .until(List::isEmpty)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<List<Publication>> tellSome() {
        return store.claimPending(config.relayBatch(), config.relayClaim())
                .call(due -> due.isEmpty() ? Uni.createFrom().voidItem() : publisher.publishAndMark(due));
    }
}
