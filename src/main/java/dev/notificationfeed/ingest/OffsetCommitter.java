package dev.notificationfeed.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits the positions of one consumer, one request at a time with a pause after each; positions that arrive meanwhile go into
 * the next request. The broker writes each commit to a topic of its own: one commit for each small batch would cost as much as
 * the batch. The price is that a replica that is killed, or loses a partition, leaves a few more records to redeliver.
 *
 * <p>A position is dropped when its partition is no longer owned by the assignment that it is from: the broker would accept it,
 * and it would overwrite what another replica has committed since. A failed commit is tried again while the partition is owned.
 */
final class OffsetCommitter {

    /** A position behind a record, and the assignment in which the record was polled. */
    record Position(OffsetAndMetadata offset, int assignment) {}

    private static final Logger LOG = Logger.getLogger(OffsetCommitter.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final OwnedPartitions owned;
    private final BiConsumer<Map<TopicPartition, OffsetAndMetadata>, OffsetCommitCallback> request;
    private final LongSupplier nanoTime;
    private Map<TopicPartition, Position> due = new HashMap<>();
    /** What waits for the positions that are due: one for each call, so failed commits add none. */
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /** What waits for the commit in flight; null if there is none. */
    private List<CompletableFuture<Void>> inFlight;

    private boolean closed;
    private long pauseEnds;

    /**
     * @param request sends one commit, on the polling thread; its callback comes on that thread too
     * @param nanoTime as {@link System#nanoTime}
     */
    OffsetCommitter(
            OwnedPartitions owned,
            BiConsumer<Map<TopicPartition, OffsetAndMetadata>, OffsetCommitCallback> request,
            LongSupplier nanoTime) {
        this.owned = owned;
        this.request = request;
        this.nanoTime = nanoTime;
        this.pauseEnds = nanoTime.getAsLong();
    }

    /** Completes when these positions, or later ones of the same partitions, are committed or dropped. From any thread. */
    synchronized CompletionStage<Void> commit(Map<TopicPartition, Position> positions) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        due.putAll(positions);
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(done);
        return done;
    }

    /** Sends what is due, unless a commit is in flight or the pause after the last one lasts. Polling thread only. */
    void sendDue() {
        Map<TopicPartition, Position> sent = takeDue();
        Map<TopicPartition, Position> positions = stillOwned(sent);
        if (!positions.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            positions.forEach((partition, position) -> offsets.put(partition, position.offset()));
            request.accept(offsets, (committed, failure) -> ended(positions, failure));
        } else if (!sent.isEmpty()) {
            ended(Map.of(), null);
        }
    }

    private synchronized Map<TopicPartition, Position> takeDue() {
        if (due.isEmpty() || inFlight != null || nanoTime.getAsLong() - pauseEnds < 0) {
            return Map.of();
        }
        Map<TopicPartition, Position> sent = due;
        inFlight = waiting;
        due = new HashMap<>();
        waiting = new ArrayList<>();
        return sent;
    }

    private Map<TopicPartition, Position> stillOwned(Map<TopicPartition, Position> positions) {
        Map<TopicPartition, Position> valid = new HashMap<>(positions);
        valid.entrySet()
                .removeIf(entry ->
                        owned.assignmentOf(entry.getKey()) != entry.getValue().assignment());
        return valid;
    }

    private void ended(Map<TopicPartition, Position> positions, Exception failure) {
        List<CompletableFuture<Void>> done;
        synchronized (this) {
            if (closed) {
                return;
            }
            done = inFlight;
            inFlight = null;
            pauseEnds = nanoTime.getAsLong() + PAUSE.toNanos();
            if (failure != null) {
                LOG.debugf("commit failed, trying again reason=\"%s\"", failure.getMessage());
                positions.forEach(due::putIfAbsent);
                waiting.addAll(done);
                return;
            }
        }
        complete(done);
    }

    /** Drops everything that is not committed; the next owner of the partitions polls those records again. Polling thread only. */
    void close() {
        List<CompletableFuture<Void>> dropped;
        synchronized (this) {
            closed = true;
            due.clear();
            dropped = waiting;
            if (inFlight != null) {
                dropped.addAll(inFlight);
            }
        }
        complete(dropped);
    }

    /** In a loop and outside the lock: what waits may go on with other work. */
    private static void complete(List<CompletableFuture<Void>> done) {
        done.forEach(one -> one.complete(null));
    }
}
