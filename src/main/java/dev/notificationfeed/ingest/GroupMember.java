package dev.notificationfeed.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One Kafka consumer of the events topic, a member of the consumer group of all replicas. After a failure it is closed, and another
 * one takes its place. Used by one thread, except for {@link #owned} and the commits of what it polled.
 */
final class GroupMember {

    private static final Logger LOG = Logger.getLogger(GroupMember.class);

    /** A commit waits for the current poll to end, so this is its longest wait. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration SHORT_POLL = Duration.ofMillis(20);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final OwnedPartitions owned;
    private final OffsetCommitter commits;
    private final LostPositions lostPositions;
    private final Runnable whenClosed;
    private boolean fromBeginning;
    private boolean paused;
    private CompletableFuture<Void> handedOver = CompletableFuture.completedFuture(null);
    private FailedPoll failure;

    /**
     * Joins the group with the first poll.
     *
     * @param consumer made with {@code auto.offset.reset=none}; closed with this member
     * @param fromBeginning whether the partitions of the first assignment are read from their beginning
     * @param removed is told how many events were removed before they were read
     * @param whenClosed runs first when this member is closed
     */
    GroupMember(
            Consumer<byte[], byte[]> consumer,
            String topic,
            boolean fromBeginning,
            LongConsumer removed,
            Runnable whenClosed) {
        this.consumer = consumer;
        this.owned = new OwnedPartitions(this::prepare);
        this.fromBeginning = fromBeginning;
        this.whenClosed = whenClosed;
        this.commits = new OffsetCommitter(owned, consumer::commitAsync, System::nanoTime);
        this.lostPositions = new LostPositions(consumer, removed);
        consumer.subscribe(Set.of(topic), owned);
    }

    /**
     * Takes what has arrived, up to the bounds of a batch; waits a little if nothing has. Empty if no position advanced. One
     * partition that cannot be read fails every poll: what the others have is taken and committed before the failure is thrown.
     */
    Optional<Polled> poll() {
        if (failure != null) {
            return failOnceCommitted();
        }
        paused = false;
        consumer.resume(consumer.paused());
        Collected collected = new Collected(owned);
        try {
            collect(collected, POLL);
        } catch (KafkaException e) {
            failure = FailedPoll.now(e);
            collectFromEachPartition(collected);
        }
        return handOver(collected);
    }

    private void collect(Collected collected, Duration firstWait) {
        Duration wait = firstWait;
        while (collected.hasRoom() && collected.add(pollOnce(wait))) {
            wait = Duration.ZERO;
        }
    }

    /** In another order each time: a partition with much to read may fill the batch. */
    private void collectFromEachPartition(Collected collected) {
        paused = true;
        List<TopicPartition> partitions = new ArrayList<>(consumer.assignment());
        Collections.shuffle(partitions);
        for (TopicPartition partition : partitions) {
            if (collected.hasRoom() && failure.leavesTimeToRead() && pauseAllExcept(partition)) {
                try {
                    collect(collected, SHORT_POLL);
                } catch (KafkaException e) {
                    LOG.debugf("cannot read a partition partition=%s reason=\"%s\"", partition, e.getMessage());
                }
            }
        }
    }

    private boolean pauseAllExcept(TopicPartition partition) {
        consumer.pause(consumer.assignment());
        boolean assigned = consumer.assignment().contains(partition);
        if (assigned) {
            consumer.resume(Set.of(partition));
        }
        return assigned;
    }

    private Optional<Polled> handOver(Collected collected) {
        if (collected.positions().isEmpty()) {
            return failure == null ? Optional.empty() : failOnceCommitted();
        }
        CompletableFuture<Void> committed = new CompletableFuture<>();
        handedOver = committed;
        return Optional.of(new Polled(
                collected.records(),
                () -> commits.commit(collected.positions()).thenRun(() -> committed.complete(null))));
    }

    private Optional<Polled> failOnceCommitted() {
        if (handedOver.isDone() || !failure.leavesTimeToCommit()) {
            throw failure.cause();
        }
        keepAlive();
        return Optional.empty();
    }

    /**
     * Stays in the group and commits, without taking records. A consumer that does not poll for {@code max.poll.interval.ms}
     * loses its partitions, and a batch may wait for MongoDB for hours.
     */
    void keepAlive() {
        paused = true;
        consumer.pause(consumer.assignment());
        if (!pollOnce(SHORT_POLL).isEmpty()) {
            throw new IllegalStateException("a paused consumer returned records");
        }
    }

    /** What it owns, for any thread. */
    OwnedPartitions owned() {
        return owned;
    }

    /** Leaves the group whatever else fails: the heartbeats of a consumer that is not closed would keep its partitions. */
    void close() {
        try {
            commits.close();
            whenClosed.run();
        } catch (RuntimeException e) {
            LOG.debug("what runs before the event consumer closes failed", e);
        } finally {
            closeConsumer();
        }
    }

    private void closeConsumer() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        } catch (RuntimeException e) {
            LOG.debug("the event consumer did not close cleanly", e);
        }
    }

    private void prepare(Collection<TopicPartition> added) {
        if (paused) {
            consumer.pause(added);
        }
        if (fromBeginning && !added.isEmpty()) {
            consumer.seekToBeginning(added);
            fromBeginning = false;
        }
    }

    private ConsumerRecords<byte[], byte[]> pollOnce(Duration wait) {
        commits.sendDue();
        try {
            return consumer.poll(wait);
        } catch (InvalidOffsetException e) {
            lostPositions.recover(e);
            return ConsumerRecords.empty();
        }
    }
}
