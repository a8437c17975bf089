package dev.notificationfeed.ingest;

import dev.notificationfeed.feed.FeedPublisher;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes each batch of records through all stages of ingest.
 *
 * <pre>
 *   read batch n + 2 ──► store batch n + 1 ──► publish batch n: feed, dead letters, offsets
 * </pre>
 *
 * Each stage works on one batch at a time, in order: an item is stored before a later batch can change it, changes are published
 * in the order in which they were stored, and an offset is committed after all earlier ones. Each step is retried until it
 * succeeds: an accepted event is never dropped because a dependency is away.
 */
@ApplicationScoped
class IngestPipeline {

    private final BatchReader reader;
    private final ChangeApplier changes;
    private final FeedPublisher feed;
    private final DeadLetters deadLetters;
    private final StepRetry retry;
    private final IngestTracing tracing;
    private final IngestMetrics metrics;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile PipelineStage<Batch> storing;
    private volatile PipelineStage<Batch> publishing;
    private boolean closed;
    private int inProgress;

    IngestPipeline(
            BatchReader reader,
            ChangeApplier changes,
            FeedPublisher feed,
            DeadLetters deadLetters,
            StepRetry retry,
            IngestTracing tracing,
            IngestMetrics metrics) {
        this.reader = reader;
        this.changes = changes;
        this.feed = feed;
        this.deadLetters = deadLetters;
        this.retry = retry;
        this.tracing = tracing;
        this.metrics = metrics;
        startStages();
    }

    private void startStages() {
        PipelineStage<Batch> last = new PipelineStage<>(this::publish);
        publishing = last;
        storing = new PipelineStage<>(batch -> store(batch, last));
    }

    /**
     * Replaces stages that a fault of the service has broken. For a new consumer only: the batches behind the fault failed too, and
     * it polls all of them again. A later batch of the old consumer would commit past them.
     */
    synchronized void repair() {
        if (storing.isBroken() || publishing.isBroken()) {
            startStages();
            metrics.dropped();
            inProgress = 0;
        }
    }

    /** Starts a batch. Completes when the next one may be polled; takes nothing after {@link #close}. */
    Uni<Void> take(Polled polled) {
        return begin()
                ? read(polled).chain(batch -> storeNext(batch, polled))
                : Uni.createFrom().voidItem();
    }

    /** Accepts no further batch. Completes when the offsets of all batches in progress are committed. */
    synchronized CompletableFuture<Void> close() {
        closed = true;
        completeIfDrained();
        return drained;
    }

    /** Cancels the batches in progress. Their offsets are not committed, so Kafka redelivers them. */
    void cancel() {
        storing.stop();
        publishing.stop();
    }

    /** On a worker thread, because parsing must not block an event loop. */
    private Uni<Batch> read(Polled polled) {
        return retry.onFault(
                "read",
                () -> Uni.createFrom()
                        .item(() -> reader.read(polled))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private Uni<Void> storeNext(Batch batch, Polled polled) {
        metrics.taken(polled.records());
        return storing.take(batch);
    }

    private Uni<Void> store(Batch batch, PipelineStage<Batch> next) {
        return retry.onFault(
                        "store",
                        () -> retry.untilSuccess("store", batch, () -> changes.apply(batch.changes()))
                                .invoke(batch::stored))
                .onCancellation()
                .invoke(() -> tracing.end(batch.traces()))
                .chain(() -> next.take(batch));
    }

    /** The next batch does not wait for the commit. */
    private Uni<Void> publish(Batch batch) {
        return retry.onFault(
                        "publish",
                        () -> publishToFeed(batch)
                                .chain(() -> retry.untilSuccess(
                                        "set aside", batch, () -> deadLetters.write(batch.deadLetters())))
                                .invoke(() -> metrics.finished(batch)))
                .onTermination()
                .invoke(() -> tracing.end(batch.traces()))
                .invoke(() -> batch.commit().thenRun(this::end));
    }

    /**
     * While this batch waits for Kafka, other replicas may change its items and publish them. Each retry therefore applies the
     * changes again, which returns the items as they are now.
     */
    private Uni<Void> publishToFeed(Batch batch) {
        AtomicBoolean retried = new AtomicBoolean();
        return retry.untilSuccess(
                "publish",
                batch,
                () -> (retried.getAndSet(true)
                                ? refresh(batch)
                                : Uni.createFrom().voidItem())
                        .chain(() -> feed.publish(batch.publications())));
    }

    private Uni<Void> refresh(Batch batch) {
        return changes.apply(batch.changesToPublish()).invoke(batch::refreshed).replaceWithVoid();
    }

    private synchronized boolean begin() {
        if (!closed) {
            inProgress++;
        }
        return !closed;
    }

    private synchronized void end() {
        inProgress = Math.max(0, inProgress - 1);
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (closed && inProgress == 0) {
            drained.complete(null);
        }
    }
}
