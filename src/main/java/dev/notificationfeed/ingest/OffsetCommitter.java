package dev.notificationfeed.ingest;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits offsets, one commit under way at a time and a pause after each: what is to be committed meanwhile goes with the next
 * one. A commit waits for the poll under way, and the broker writes it to a topic of its own; with each small batch that would
 * be as much work as the batch itself. A replica that is killed, or loses a partition, leaves a little more to be redelivered.
 */
final class OffsetCommitter {

    /** Kafka's client gives up sooner. One that never ended would hold up all later ones. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Function<Map<TopicPartition, OffsetAndMetadata>, Uni<Void>> commit;
    private final Duration pause;
    private Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    private CompletableFuture<Void> nextIsOver = new CompletableFuture<>();
    private boolean underWay;

    /**
     * Commits nothing yet.
     *
     * @param commit one that fails is as good as one that is made: the next one says more
     * @param pause time from the end of one until the next may begin
     */
    OffsetCommitter(Function<Map<TopicPartition, OffsetAndMetadata>, Uni<Void>> commit, Duration pause) {
        this.commit = commit;
        this.pause = pause;
    }

    /** Completes when these, or later ones of their partitions, have been committed, or have been tried to. */
    synchronized CompletionStage<Void> add(Map<TopicPartition, OffsetAndMetadata> offsets) {
        next.putAll(offsets);
        CompletionStage<Void> over = nextIsOver;
        if (!underWay) {
            begin();
        }
        return over;
    }

    private void begin() {
        Map<TopicPartition, OffsetAndMetadata> taken = next;
        CompletableFuture<Void> over = nextIsOver;
        next = new HashMap<>();
        nextIsOver = new CompletableFuture<>();
        underWay = true;
        Uni.createFrom()
                .deferred(() -> commit.apply(taken))
                .ifNoItem()
                .after(LONGEST)
                .fail()
                .onFailure()
                .recoverWithNull()
                .invoke(done -> over.complete(null))
                .onItem()
                .delayIt()
                .by(pause)
                .subscribe()
                .with(done -> goOn(), refused -> goOn());
    }

    private synchronized void goOn() {
        underWay = false;
        if (!next.isEmpty()) {
            begin();
        }
    }
}
