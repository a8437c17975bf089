package dev.notificationfeed.ingest;

import dev.notificationfeed.ingest.OffsetCommitter.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * One Kafka consumer of the events topic, a member of the consumer group of all replicas. After a failure it is closed, and another
 * one takes its place. Used by one thread, except for {@link #owned} and the commits of what it polled.
 */
final class GroupMember {

    /**
     * Collecting stops at either bound. The last poll adds at most 32 records (KafkaClients), 2 MiB if each is a valid event, so a
     * batch has at most 4 MiB. Worst case while MongoDB is away: three batches in the pipeline (12 MiB), each parsed (twice that if a
     * text is not Latin-1) and sanitised (at most 96 KiB of UTF-8 for each event), some 60 MiB in all. The consumer adds one answer
     * of each broker, of at most 4 MiB, and never more than 512 KiB for each partition: 25 MiB for 50 partitions.
     */
    private static final int MAX_RECORDS = 1_000;

    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(GroupMember.class);

    /** A commit waits for the current poll to end, so this is its longest wait. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration KEEP_ALIVE_POLL = Duration.ofMillis(20);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final OwnedPartitions owned;
    private final OffsetCommitter commits;
    private final LostPositions lostPositions;
    private final Runnable whenClosed;
    private boolean fromBeginning;
    private boolean paused;

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

    /** Takes what has arrived, up to the bounds of a batch; waits a little if nothing has. Empty if no position advanced. */
    Optional<Polled> poll() {
        paused = false;
        consumer.resume(consumer.paused());
        Collected collected = new Collected();
        Duration wait = POLL;
        while (collected.hasRoom() && collected.add(pollOnce(wait))) {
            wait = Duration.ZERO;
        }
        return collected.polled();
    }

    /**
     * Stays in the group and commits, without taking records. A consumer that does not poll for {@code max.poll.interval.ms}
     * loses its partitions, and a batch may wait for MongoDB for hours.
     */
    void keepAlive() {
        paused = true;
        consumer.pause(consumer.assignment());
        if (!pollOnce(KEEP_ALIVE_POLL).isEmpty()) {
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

    /** What one batch collects from several polls. */
    private final class Collected {

        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final Map<TopicPartition, Position> positions = new HashMap<>();
        private long bytes;

        boolean hasRoom() {
            return records.size() < MAX_RECORDS && bytes < MAX_BYTES;
        }

        /** Whether anything was added. Positions get the assignment of this poll: the next poll may change it. */
        boolean add(ConsumerRecords<byte[], byte[]> next) {
            for (ConsumerRecord<byte[], byte[]> record : next) {
                records.add(record);
                bytes += sizeOf(record);
            }
            next.nextOffsets()
                    .forEach((partition, offset) ->
                            positions.put(partition, new Position(offset, owned.assignmentOf(partition))));
            return !next.nextOffsets().isEmpty();
        }

        Optional<Polled> polled() {
            return positions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Polled(records, () -> commits.commit(positions)));
        }
    }

    private static long sizeOf(ConsumerRecord<byte[], byte[]> record) {
        long size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }
}
