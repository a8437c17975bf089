package dev.notificationfeed.ingest;

import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Where a consumer continues when its position is not in the log. It never continues later than at the oldest event that it may
 * not have read: reading an event again changes nothing. Events that are gone are said and counted.
 */
final class LostPositions {

    private static final Logger LOG = Logger.getLogger(LostPositions.class);

    private final Consumer<?, ?> consumer;
    private final LongConsumer removed;

    /** @param removed is told how many offsets were removed before they were read */
    LostPositions(Consumer<?, ?> consumer, LongConsumer removed) {
        this.consumer = consumer;
        this.removed = removed;
    }

    /** Seeks to where to continue. Fails, as Kafka does, if the leader of a partition does not answer. */
    void recover(InvalidOffsetException lost) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(lost.partitions());
        if (lost instanceof LogTruncationException truncated) {
            afterTruncation(truncated, beginnings);
        } else if (lost instanceof OffsetOutOfRangeException outOfRange) {
            outOfRange
                    .offsetOutOfRangePartitions()
                    .forEach((partition, offset) -> seekFrom(partition, offset, beginnings.get(partition)));
        } else {
            lost.partitions().forEach(partition -> start(partition, beginnings.get(partition)));
        }
    }

    /** A new group or a new partition; or the group was away for so long that Kafka has forgotten its offsets. */
    private void start(TopicPartition partition, long beginning) {
        if (beginning > 0) {
            LOG.infof(
                    "no offset is committed, reading from the beginning of the log topic=%s partition=%d offset=%d",
                    partition.topic(), partition.partition(), beginning);
        }
        consumer.seek(partition, beginning);
    }

    private void seekFrom(TopicPartition partition, long offset, long beginning) {
        if (offset < beginning) {
            LOG.warnf(
                    "events were removed before they were read topic=%s partition=%d skipped=%d",
                    partition.topic(), partition.partition(), beginning - offset);
            removed.accept(beginning - offset);
            consumer.seek(partition, beginning);
        } else if (offset > end(partition)) {
            LOG.warnf(
                    "the log ends before the position, reading it from its beginning topic=%s partition=%d position=%d",
                    partition.topic(), partition.partition(), offset);
            consumer.seek(partition, beginning);
        }
    }

    private long end(TopicPartition partition) {
        return consumer.endOffsets(Set.of(partition)).get(partition);
    }

    /** An unclean election cut the log and other events were written there since. */
    private void afterTruncation(LogTruncationException truncated, Map<TopicPartition, Long> beginnings) {
        truncated.offsetOutOfRangePartitions().forEach((partition, offset) -> {
            OffsetAndMetadata divergent = truncated.divergentOffsets().get(partition);
            long from = Math.max(beginnings.get(partition), divergent == null ? 0 : divergent.offset());
            LOG.warnf(
                    "events were replaced after they were read topic=%s partition=%d position=%d from=%d",
                    partition.topic(), partition.partition(), offset, from);
            consumer.seek(partition, from);
        });
    }
}
