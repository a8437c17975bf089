package dev.notificationfeed.ingest;

import dev.notificationfeed.feed.FeedPublisher;
import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.store.ChangeResult;
import dev.notificationfeed.store.NotificationStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Reads a batch, stores it, publishes it and sets aside what was refused. Each step is tried until it works: an event that
 * was accepted is never given up because a dependency is away.
 */
@ApplicationScoped
class IngestPipeline {

    private static final Logger LOG = Logger.getLogger(IngestPipeline.class);
    private static final int TRIES_OF_THE_POISONOUS = 3;

    private final BatchReader reader;
    private final NotificationStore store;
    private final FeedPublisher publisher;
    private final DeadLetters deadLetters;
    private final IngestConfig config;
    private final IngestTracing tracing;
    private final IngestMetrics metrics;

    IngestPipeline(
            BatchReader reader,
            NotificationStore store,
            FeedPublisher publisher,
            DeadLetters deadLetters,
            IngestConfig config,
            IngestTracing tracing,
            IngestMetrics metrics) {
        this.reader = reader;
        this.store = store;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.config = config;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    /** Parsing takes no event loop's time. */
    Uni<Batch> read(ConsumerRecords<byte[], byte[]> records) {
        return despiteFaults(() -> Uni.createFrom()
                        .item(() -> reader.read(records))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .invoke(() -> metrics.taken(records));
    }

    /** Completes when the store has what was understood. */
    Uni<Void> store(Batch batch) {
        return despiteFaults(() -> untilItWorks("store", batch, () -> apply(batch.changes()))
                        .invoke(results -> batch.applied(results))
                        .replaceWithVoid())
                .onCancellation()
                .invoke(() -> tracing.end(batch.traces()));
    }

    /** Completes when readers have been told, what was refused is set aside, and nothing can be lost any more. */
    Uni<Void> tell(Batch batch) {
        return despiteFaults(() -> publish(batch)
                        .chain(() -> untilItWorks("set aside", batch, () -> deadLetters.write(batch.deadLetters())))
                        .invoke(() -> metrics.finished(batch)))
                .onTermination()
                .invoke(() -> tracing.end(batch.traces()));
    }

    /**
     * A step waits for dependencies by itself: what it fails with is a fault of this service. Let through, it would hold up
     * all later events until a restart.
     */
    private <T> Uni<T> despiteFaults(Supplier<Uni<? extends T>> step) {
        return Uni.createFrom()
                .deferred(step)
                .onFailure()
                .invoke(failure -> LOG.error("a batch cannot be handled, will try again", failure))
                .onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely();
    }

    /**
     * What has waited for Kafka may have been changed meanwhile, and told and forgotten by others: applied again, it is told
     * as it now is.
     */
    private Uni<Void> publish(Batch batch) {
        AtomicBoolean waited = new AtomicBoolean();
        return untilItWorks(
                "publish",
                batch,
                () -> present(batch, waited.getAndSet(true))
                        .chain(() -> publisher.publishTraced(batch.publications())));
    }

    private Uni<Void> present(Batch batch, boolean waited) {
        return waited
                ? apply(batch.owedChanges()).invoke(batch::appliedAgain).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private Uni<List<ChangeResult>> apply(List<Change> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.apply(changes)
                .onFailure(this::isPoison)
                .recoverWithUni(failure -> applyOneByOne(changes, failure));
    }

    /** Something in this batch breaks the store's own code: it must not hold up the rest. */
    private Uni<List<ChangeResult>> applyOneByOne(List<Change> changes, Throwable failure) {
        LOG.error("a batch cannot be stored, trying its events one by one", failure);
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(change -> store.apply(List.of(change))
                        .map(results -> results.get(0))
                        .onFailure(this::isPoison)
                        .retry()
                        .atMost(TRIES_OF_THE_POISONOUS - 1)
                        .onFailure(this::isPoison)
                        .recoverWithItem(() -> new ChangeResult(
                                change,
                                ChangeResult.Outcome.STORE_REFUSED,
                                null,
                                "the service failed to store the event, which is a fault of the service")))
                .collect()
                .asList();
    }

    private boolean isPoison(Throwable failure) {
        return !(failure instanceof StoreUnavailableException);
    }

    private <T> Uni<T> untilItWorks(String step, Batch batch, Supplier<Uni<T>> work) {
        Outage outage = new Outage(step);
        return tracing.step(step, batch.traces(), work)
                .onFailure()
                .invoke(outage::failed)
                .onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely()
                .invoke(outage::over);
    }

    /** Logs once that a step began to fail and once that it works again. */
    private static final class Outage {

        private final String step;
        private boolean begun;

        Outage(String step) {
            this.step = step;
        }

        void failed(Throwable failure) {
            if (!begun) {
                LOG.warnf("ingest waits step=\"%s\" reason=\"%s\"", step, reason(failure));
            }
            begun = true;
        }

        private static String reason(Throwable failure) {
            return failure instanceof StoreUnavailableException ? failure.getMessage() : KafkaAdmin.describe(failure);
        }

        void over() {
            if (begun) {
                LOG.infof("ingest goes on step=\"%s\"", step);
            }
        }
    }
}
