package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.time.Faults;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Handles each record that the follower reads: adds it to the recent feed and passes it to the listener, or moves it to
 * the partition of its recipient. Used by the follower's thread only.
 */
@Singleton
class FeedRecordHandler {

    private static final Logger LOG = Logger.getLogger(FeedRecordHandler.class);

    /** Records of other partitions may come between the corrupt ones of a batch. */
    private static final Duration MAX_CORRUPT = Duration.ofSeconds(1);

    private final FeedCodec codec;
    private final RecentFeed recent;
    private final MisroutedRecords misrouted;
    private final FeedListener listener;
    private final FeedMetrics metrics;
    private final Set<Integer> corrupt = new HashSet<>();
    private long corruptAt;
    private boolean corruptLogged;
    private final Faults faults = new Faults("feed-records");

    FeedRecordHandler(
            FeedCodec codec,
            RecentFeed recent,
            MisroutedRecords misrouted,
            FeedListener listener,
            FeedMetrics metrics) {
        this.codec = codec;
        this.recent = recent;
        this.misrouted = misrouted;
        this.listener = listener;
        this.metrics = metrics;
    }

    /**
     * The follower has opened another log, or the same log at other offsets.
     *
     * @param from the first offset that it reads, by partition
     * @param initialEnds the end offsets at the time of opening, by partition
     */
    void restart(TopicFacts topic, long[] from, long[] initialEnds) {
        corrupt.clear();
        recent.restart(Epoch.of(topic), from);
        misrouted.restart(topic, initialEnds);
    }

    /** Handles what a poll has brought. Never throws. */
    void handle(ConsumerRecords<byte[], byte[]> polled) {
        if (!corrupt.isEmpty()) {
            losePassed(polled);
        }
        polled.forEach(this::handle);
    }

    private void losePassed(ConsumerRecords<byte[], byte[]> polled) {
        boolean isOver = polled.isEmpty() || System.nanoTime() - corruptAt > MAX_CORRUPT.toNanos();
        List<Integer> passed = corrupt.stream()
                .filter(partition ->
                        isOver || polled.partitions().stream().anyMatch(read -> read.partition() == partition))
                .toList();
        passed.forEach(corrupt::remove);
        passed.forEach(this::losePartition);
    }

    /** Never throws: a record that cannot be handled would stop the follower at its offset for good. */
    void handle(ConsumerRecord<byte[], byte[]> read) {
        try {
            boolean isBeforeTheStart = recent.hasRead(read.partition(), read.offset());
            takeLeaderEpoch(read);
            if (isBeforeTheStart) {
                return;
            }
            FeedRecord record = codec.decode(read.key(), read.value());
            if (record != null) {
                handle(record, read);
            } else if (codec.isOfLaterVersion(read.value())) {
                skip(read.partition(), read.offset());
            } else {
                logCorrupt(read.partition(), read.offset());
                lose(read);
            }
        } catch (RuntimeException | Error fault) {
            faults.caught(fault);
            lose(read);
        }
    }

    private void takeLeaderEpoch(ConsumerRecord<byte[], byte[]> read) {
        int leaderEpoch = read.leaderEpoch().orElse(Position.UNKNOWN);
        Set<String> contradicted = recent.readLeaderEpoch(read.partition(), read.offset(), leaderEpoch);
        if (!contradicted.isEmpty()) {
            reset(contradicted::contains, ResetReason.UNKNOWN_EPOCH);
        }
    }

    /**
     * A record cannot be read at all, because its checksum is wrong for example. A checksum is that of a batch of records, so
     * streams are reset once, when the partition can be read again.
     */
    void skipCorrupt(int partition, long offset) {
        logCorrupt(partition, offset);
        if (!recent.hasRead(partition, offset)) {
            skip(partition, offset);
            recent.forgetPositions(partition);
            corrupt.add(partition);
            corruptAt = System.nanoTime();
        }
    }

    private void logCorrupt(int partition, long offset) {
        LOG.logf(
                corruptLogged ? Level.DEBUG : Level.WARN,
                "feed record is corrupt, the streams that it may concern are reset partition=%d offset=%d",
                partition,
                offset);
        corruptLogged = true;
    }

    private void skip(int partition, long offset) {
        recent.skip(partition, offset);
        metrics.unreadable();
    }

    /**
     * What the record says is not known. It is skipped; positions before it cannot be resumed, and open streams are reset:
     * those of its key, or those of its partition if it has no valid key.
     */
    private void lose(ConsumerRecord<byte[], byte[]> read) {
        skip(read.partition(), read.offset());
        Recipient owner = owner(read.key());
        if (owner == null) {
            losePartition(read.partition());
        } else {
            recent.forgetPositions(read.partition());
            recent.forgetPositions(recent.partitionOf(owner.value()));
            reset(owner.value()::equals, ResetReason.TOO_OLD);
        }
    }

    private void losePartition(int partition) {
        recent.forgetPositions(partition);
        reset(recipient -> recent.partitionOf(recipient) == partition, ResetReason.TOO_OLD);
    }

    private void reset(Predicate<String> recipients, ResetReason reason) {
        faults.guard(() -> listener.reset(recipients, reason));
    }

    private static Recipient owner(byte[] key) {
        try {
            return key == null ? null : new Recipient(new String(key, StandardCharsets.UTF_8));
        } catch (InvalidFieldException e) {
            return null;
        }
    }

    private void handle(FeedRecord record, ConsumerRecord<byte[], byte[]> read) {
        metrics.read(read.timestamp());
        if (misrouted.isMisrouted(record, read.partition())) {
            recent.skip(read.partition(), read.offset());
            moveIfNeeded(record, read);
        } else {
            append(record, read);
        }
    }

    private void moveIfNeeded(FeedRecord record, ConsumerRecord<byte[], byte[]> read) {
        if (misrouted.isUncovered(read) && !recent.isKnown(record)) {
            misrouted.move(record, read);
        }
    }

    private void append(FeedRecord record, ConsumerRecord<byte[], byte[]> read) {
        Entry entry = recent.append(record, read.partition(), read.offset(), read.timestamp());
        if (entry != null) {
            listener.arrived(entry);
        }
    }
}
