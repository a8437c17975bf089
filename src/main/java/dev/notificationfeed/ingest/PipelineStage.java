package dev.notificationfeed.ingest;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One stage of a pipeline: processes one item at a time, in the order in which they are given to it. The stage before it may
 * process the next item as soon as this stage has started on the current one.
 *
 * <p>The demand of a reactive stream is not enough for that: the operators of a channel may lose an item when a second one is
 * requested while the first is in progress.
 *
 * @param <T> the type of the items
 */
final class PipelineStage<T> {

    private final Function<T, Uni<Void>> work;
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> running = latest;

    /** @param work must not fail: all later items fail too, because continuing would skip the failed one */
    PipelineStage(Function<T, Uni<Void>> work) {
        this.work = work;
    }

    /**
     * Queues an item. Completes, on a worker thread, when this item starts; all earlier items are done then. Fails if an earlier
     * item failed.
     */
    synchronized Uni<Void> take(T item) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        latest = latest.thenComposeAsync(
                previous -> {
                    started.complete(null);
                    running = work.apply(item).subscribeAsCompletionStage();
                    return running;
                },
                Infrastructure.getDefaultWorkerPool());
        latest.whenComplete((done, failure) -> {
            if (failure != null) {
                started.completeExceptionally(failure);
            }
        });
        return Uni.createFrom().completionStage(started);
    }

    /** Whether an item failed. Only a fault of the service fails one. */
    synchronized boolean isBroken() {
        return latest.isCompletedExceptionally();
    }

    /** Cancels the item in progress and starts no further one. */
    void stop() {
        running.cancel(true);
    }
}
