package dev.notificationfeed.ingest;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One step of a pipeline: works on one thing at a time, in the order in which they were given to it. What gives it the
 * next one may work on the one after that, once this has begun.
 *
 * <p>Demand of a reactive stream does not do for that: the operators of a channel may lose an item when a second one is
 * asked for while the first is under way.
 *
 * @param <T> what it works on
 */
final class PipelineStage<T> {

    private final Function<T, Uni<Void>> work;
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> running = latest;

    /** @param work must not fail: whatever is given later fails too, because going on would skip what failed */
    PipelineStage(Function<T, Uni<Void>> work) {
        this.work = work;
    }

    /**
     * Completes when work on it begins, on a worker thread: all that was given before has been done then. Fails if some of
     * that failed.
     */
    synchronized Uni<Void> take(T next) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        latest = latest.thenComposeAsync(
                before -> {
                    begun.complete(null);
                    running = work.apply(next).subscribeAsCompletionStage();
                    return running;
                },
                Infrastructure.getDefaultWorkerPool());
        latest.whenComplete((done, failure) -> {
            if (failure != null) {
                begun.completeExceptionally(failure);
            }
        });
        return Uni.createFrom().completionStage(begun);
    }

    /** Breaks off what is being worked on, and begins nothing more. */
    void stop() {
        running.cancel(true);
    }
}
