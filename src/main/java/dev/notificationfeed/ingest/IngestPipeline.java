package dev.notificationfeed.ingest;

import dev.notificationfeed.feed.FeedPublisher;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecords;

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
    private final OffsetCommitter offsets;
    private final StepRetry retry;
    private final IngestTracing tracing;
    private final IngestMetrics metrics;
    private final PipelineStage<Batch> storing = new PipelineStage<>(this::store);
    private final PipelineStage<Batch> publishing = new PipelineStage<>(this::publish);
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private boolean closed;
    private int inProgress;

    IngestPipeline(
            BatchReader reader,
            ChangeApplier changes,
            FeedPublisher feed,
            DeadLetters deadLetters,
            OffsetCommitter offsets,
            StepRetry retry,
            IngestTracing tracing,
            IngestMetrics metrics) {
        this.reader = reader;
        this.changes = changes;
        this.feed = feed;
        this.deadLetters = deadLetters;
        this.offsets = offsets;
        this.retry = retry;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    /** Starts a batch. Completes when the next one may be polled; takes nothing after {@link #close}. */
    Uni<Void> take(ConsumerRecords<byte[], byte[]> records) {
        return begin() ? readAndStore(records) : Uni.createFrom().voidItem();
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

    /**
     * The channel cancels this when the Kafka consumer fails. A batch that is still being read is then dropped, and Kafka
     * redelivers it; one that waits for the store continues. Whichever of the two comes first decides, because they race.
     */
    private Uni<Void> readAndStore(ConsumerRecords<byte[], byte[]> records) {
        AtomicBoolean readOrDropped = new AtomicBoolean();
        return read(records)
                .chain(batch -> readOrDropped.getAndSet(true) ? Uni.createFrom().voidItem() : storeNext(batch, records))
                .onCancellation()
                .invoke(() -> {
                    if (!readOrDropped.getAndSet(true)) {
                        end();
                    }
                });
    }

    /** On a worker thread, because parsing must not block an event loop. */
    private Uni<Batch> read(ConsumerRecords<byte[], byte[]> records) {
        return retry.onFault(() -> Uni.createFrom()
                .item(() -> reader.read(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private Uni<Void> storeNext(Batch batch, ConsumerRecords<byte[], byte[]> records) {
        metrics.taken(records);
        return storing.take(batch);
    }

    private Uni<Void> store(Batch batch) {
        return retry.onFault(() -> retry.untilSuccess("store", batch, () -> changes.apply(batch.changes()))
                        .invoke(batch::stored))
                .onCancellation()
                .invoke(() -> tracing.end(batch.traces()))
                .chain(() -> publishing.take(batch));
    }

    /** The next batch does not wait for the commit: a later commit, or a redelivery, makes up for one that fails. */
    private Uni<Void> publish(Batch batch) {
        return retry.onFault(() -> publishToFeed(batch)
                        .chain(() ->
                                retry.untilSuccess("set aside", batch, () -> deadLetters.write(batch.deadLetters())))
                        .invoke(() -> metrics.finished(batch)))
                .onTermination()
                .invoke(() -> tracing.end(batch.traces()))
                .invoke(() -> offsets.commit(batch.nextOffsets()).thenRun(this::end));
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
        inProgress--;
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (closed && inProgress == 0) {
            drained.complete(null);
        }
    }
}
