package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.kafka.TopicWriter;
import dev.notificationfeed.kafka.Topics;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Moves records that are not in the partition of their recipient. When the topic gets more partitions, replicas that have
 * not noticed it yet write by the old number for a few seconds. A position does not cover a record in another partition,
 * so a resumed stream would miss it. Every replica that reads such a record copies it to the right partition, unless it
 * has read the item's version from there already, and shows only that copy.
 *
 * <p>Records from before this replica noticed the new number are not moved: streams are reset then, and their clients load
 * the stored list. Used by the follower's thread only.
 */
@Singleton
class MisroutedRecords {

    private static final Logger LOG = Logger.getLogger(MisroutedRecords.class);
    private static final Duration RETRY_MIN = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);

    private final TopicWriter writer;
    private final Topics topics;
    private TopicFacts log;
    private long[] coveredByReset = {};

    MisroutedRecords(TopicWriter writer, Topics topics) {
        this.writer = writer;
        this.topics = topics;
    }

    /**
     * The follower has opened another log, or the same log at other offsets.
     *
     * @param initialEnds the end offsets at the time of opening, by partition; resets cover the records below them
     */
    void restart(TopicFacts topic, long[] initialEnds) {
        log = topic;
        coveredByReset = initialEnds.clone();
    }

    boolean isMisrouted(FeedRecord record, int partition) {
        return rightPartition(record) != partition;
    }

    /** Whether no reset makes clients load what the record says. */
    boolean isUncovered(ConsumerRecord<byte[], byte[]> read) {
        return read.offset() >= coveredByReset[read.partition()];
    }

    /** Copies a record to the partition of its recipient. Retries without a bound: resumed streams would miss the record. */
    void move(FeedRecord record, ConsumerRecord<byte[], byte[]> read) {
        TopicFacts followed = log;
        int to = rightPartition(record);
        ProducerRecord<byte[], byte[]> copy =
                new ProducerRecord<>(followed.name(), to, null, read.key(), read.value(), read.headers());
        LOG.debugf("misrouted record is moved from=%d to=%d", read.partition(), to);
        Uni.createFrom()
                .deferred(() -> isReplaced(followed) ? Uni.createFrom().voidItem() : writer.write(List.of(copy)))
                .onFailure()
                .retry()
                .withBackOff(RETRY_MIN, RETRY_MAX)
                .indefinitely()
                .subscribe()
                .with(moved -> {});
    }

    /** Whether the topic was recreated or got more partitions since. The reset that follows covers the record then. */
    private boolean isReplaced(TopicFacts followed) {
        TopicFacts present = topics.feed();
        return present != null && present.isOtherLogThan(followed);
    }

    private int rightPartition(FeedRecord record) {
        return Partitioning.partitionOf(record.recipient(), log.partitions());
    }
}
