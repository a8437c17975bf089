package dev.notificationfeed.ingest;

import dev.notificationfeed.feed.FeedPublisher;
import dev.notificationfeed.store.Applied;
import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.store.StoreUnavailableException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Stores a batch, then publishes it, then sets aside what was refused. Each step is tried until it works: an event that
 * was accepted is never given up because a dependency is away.
 */
@ApplicationScoped
class BatchHandler {

    private static final Logger LOG = Logger.getLogger(BatchHandler.class);
    private static final int TRIES_OF_THE_POISONOUS = 3;

    private final BatchReader reader;
    private final NotificationStore store;
    private final FeedPublisher publisher;
    private final DeadLetters deadLetters;
    private final IngestConfig config;
    private final IngestTracing tracing;
    private final IngestMetrics metrics;

    BatchHandler(
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

    /** Completes when nothing of these records can be lost any more. Parsing and sanitising take no event loop's time. */
    Uni<Void> handle(ConsumerRecords<byte[], byte[]> records) {
        return Uni.createFrom()
                .item(() -> reader.read(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(this::handle);
    }

    private Uni<Void> handle(Batch batch) {
        return untilItWorks("store", batch, () -> apply(batch))
                .invoke(results -> batch.applied(results))
                .chain(() -> untilItWorks("publish", batch, () -> publisher.publishTraced(batch.publications())))
                .chain(() -> untilItWorks("set aside", batch, () -> deadLetters.write(batch.deadLetters())))
                .invoke(() -> metrics.finished(batch))
                .onTermination()
                .invoke(() -> tracing.end(batch.traces()));
    }

    private Uni<List<Applied>> apply(Batch batch) {
        if (batch.changes().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.apply(batch.changes())
                .onFailure(failure -> !(failure instanceof StoreUnavailableException))
                .recoverWithUni(failure -> applyOneByOne(batch, failure));
    }

    /** Something in this batch breaks the store's own code: it must not hold up the rest. */
    private Uni<List<Applied>> applyOneByOne(Batch batch, Throwable failure) {
        LOG.error("a batch cannot be stored, trying its events one by one", failure);
        return Multi.createFrom()
                .iterable(batch.changes())
                .onItem()
                .transformToUniAndConcatenate(change -> store.apply(List.of(change))
                        .map(results -> results.get(0))
                        .onFailure(this::isPoison)
                        .retry()
                        .atMost(TRIES_OF_THE_POISONOUS - 1)
                        .onFailure(this::isPoison)
                        .recoverWithItem(() -> new Applied(
                                change, Applied.Outcome.STORE_REFUSED, null, "the event could not be stored")))
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
                LOG.warnf("ingest waits step=\"%s\" reason=\"%s\"", step, failure.getMessage());
            }
            begun = true;
        }

        void over() {
            if (begun) {
                LOG.infof("ingest goes on step=\"%s\"", step);
            }
        }
    }
}
