package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** All partitions of the feed topic, read by one consumer outside any group. Used by the follower's thread only. */
final class FeedLog {

    private final Consumer<byte[], byte[]> consumer;
    private final TopicFacts topic;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> formerEnds;

    private FeedLog(Consumer<byte[], byte[]> consumer, TopicFacts topic, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.topic = topic;
        this.partitions = partitions;
        this.formerEnds = consumer.endOffsets(partitions);
    }

    /** Takes over the consumer; closes it if it is of no use. */
    static FeedLog open(Consumer<byte[], byte[]> consumer, TopicFacts topic) {
        try {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            return new FeedLog(consumer, topic, partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    TopicFacts topic() {
        return topic;
    }

    /** For each partition, where it ended when this was opened. */
    long[] formerEnds() {
        return partitions.stream().mapToLong(formerEnds::get).toArray();
    }

    /** Reads everything that there is. */
    long[] beginning() {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        return seek(beginnings::get);
    }

    /** Goes on where reading had stopped. */
    long[] from(long[] offsets) {
        return seek(partition -> offsets[partition.partition()]);
    }

    /** Reads what the recent feed can keep: the time back, and no more records than it holds. */
    long[] since(FeedConfig config) {
        long oldest = System.currentTimeMillis() - config.recentTime().toMillis();
        Map<TopicPartition, OffsetAndTimestamp> byTime =
                consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> oldest)));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        return seek(partition -> {
            OffsetAndTimestamp young = byTime.get(partition);
            long end = formerEnds.get(partition);
            long byCount = Math.max(beginnings.get(partition), end - config.recentRecords());
            return Math.max(byCount, young == null ? end : young.offset());
        });
    }

    private long[] seek(ToLongFunction<TopicPartition> offset) {
        return partitions.stream()
                .mapToLong(partition -> {
                    long start = offset.applyAsLong(partition);
                    consumer.seek(partition, start);
                    return start;
                })
                .toArray();
    }

    ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        return consumer.poll(patience);
    }

    /** Whether everything has been read that was there when this was opened. */
    boolean hasReachedItsFormerEnd() {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= formerEnds.get(partition));
    }

    /**
     * Whether there is nothing to be read before the end that there was. Elsewhere only a poll can tell whether there still is
     * such a position: a topic that was made anew meanwhile has no such one.
     */
    boolean beginsAtItsFormerEnd() {
        return partitions.stream().allMatch(partition -> consumer.position(partition) == formerEnds.get(partition));
    }

    void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
