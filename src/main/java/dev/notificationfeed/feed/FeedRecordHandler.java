package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Handles each record that the follower reads: adds it to the recent feed and passes it to the listener, or moves it to
 * the partition of its recipient. Used by the follower's thread only.
 */
@Singleton
class FeedRecordHandler {

    private final FeedCodec codec;
    private final RecentFeed recent;
    private final MisroutedRecords misrouted;
    private final FeedListener listener;
    private final FeedMetrics metrics;

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
        recent.restart(Epoch.of(topic), from);
        misrouted.restart(topic, initialEnds);
    }

    void handle(ConsumerRecord<byte[], byte[]> read) {
        FeedRecord record = codec.decode(read.key(), read.value());
        if (record == null) {
            recent.skip(read.partition(), read.offset());
            metrics.unreadable();
            return;
        }
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
