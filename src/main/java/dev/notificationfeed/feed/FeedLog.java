package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads all partitions of the feed topic with one consumer that is in no group. Used by the follower's thread only. */
final class FeedLog {

    private static final Pattern CORRUPT =
            Pattern.compile("is invalid, cause|corrupt message|exception when fetching the next record");

    private final Consumer<byte[], byte[]> consumer;
    private final TopicFacts topic;
    private final Clock clock;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> initialEnds;

    private FeedLog(Consumer<byte[], byte[]> consumer, TopicFacts topic, Clock clock, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.topic = topic;
        this.clock = clock;
        this.partitions = partitions;
        this.initialEnds = consumer.endOffsets(partitions);
    }

    /** Takes over the consumer, and closes it if opening fails. */
    static FeedLog open(Consumer<byte[], byte[]> consumer, TopicFacts topic, Clock clock) {
        try {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            return new FeedLog(consumer, topic, clock, partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    TopicFacts topic() {
        return topic;
    }

    /** The end offset of each partition at the time of opening. */
    long[] initialEnds() {
        return offsets(initialEnds::get);
    }

    /** Seeks to the first record of each partition; returns the offsets. */
    long[] beginning() {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        beginnings.forEach(consumer::seek);
        return offsets(beginnings::get);
    }

    /**
     * Seeks to the position of each partition. The broker checks the leader epochs: if the log was cut before a position, a poll
     * fails with {@link org.apache.kafka.clients.consumer.LogTruncationException}.
     */
    void from(Position[] positions) {
        partitions.forEach(partition -> consumer.seek(partition, lastRead(positions[partition.partition()])));
    }

    private static OffsetAndMetadata lastRead(Position position) {
        Optional<Integer> leaderEpoch =
                position.leaderEpoch() == Position.UNKNOWN ? Optional.empty() : Optional.of(position.leaderEpoch());
        return new OffsetAndMetadata(position.offset(), leaderEpoch, "");
    }

    /**
     * Seeks to the oldest records that the recent feed can keep, by their time and by their number; returns the offsets. Reads one
     * record more before each, if there is one: its leader epoch is part of the first position.
     */
    long[] since(FeedConfig config) {
        long oldest = clock.millis() - config.recentTime().toMillis();
        Map<TopicPartition, OffsetAndTimestamp> byTime =
                consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> oldest)));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        long[] from = offsets(partition -> {
            OffsetAndTimestamp recent = byTime.get(partition);
            long end = initialEnds.get(partition);
            long byCount = Math.max(beginnings.get(partition), end - config.recentRecords());
            return Math.max(byCount, recent == null ? end : recent.offset());
        });
        partitions.forEach(partition ->
                consumer.seek(partition, Math.max(beginnings.get(partition), from[partition.partition()] - 1)));
        return from;
    }

    private long[] offsets(ToLongFunction<TopicPartition> offset) {
        return partitions.stream().mapToLong(offset).toArray();
    }

    /** Whether the log ended before one of the positions when it was opened, so that it must have been cut. */
    boolean endsBefore(Position[] positions) {
        return partitions.stream()
                .anyMatch(partition -> partition.partition() < positions.length
                        && initialEnds.get(partition) < positions[partition.partition()].offset());
    }

    ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    /**
     * The partition of a batch of records whose checksum is wrong, after a poll failed; -1 if the poll failed for another reason. Kafka
     * says it in the message only.
     */
    int partitionOfCorruptRecord(KafkaException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher named = Pattern.compile(Pattern.quote(topic.name()) + "-(\\d+)").matcher(message);
        boolean isCorrupt = failure.getClass() == KafkaException.class
                && CORRUPT.matcher(message).find();
        return isCorrupt && named.find() ? Integer.parseInt(named.group(1)) : -1;
    }

    /** Goes on after the next record of a partition; returns the offset of that record. */
    long skip(int partition) {
        TopicPartition corrupt = partitions.get(partition);
        long offset = consumer.position(corrupt);
        consumer.seek(corrupt, offset + 1);
        return offset;
    }

    /** Whether all records that existed at the time of opening have been read. */
    boolean hasReachedInitialEnd() {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= initialEnds.get(partition));
    }

    /**
     * Whether reading begins at the end that the topic had at the time of opening, so that there is nothing to read back.
     * A position beyond that end does not count: the topic may have been recreated, and only a poll detects that.
     */
    boolean startsAtInitialEnd() {
        return partitions.stream().allMatch(partition -> consumer.position(partition) == initialEnds.get(partition));
    }

    void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
