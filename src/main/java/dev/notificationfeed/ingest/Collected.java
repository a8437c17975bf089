package dev.notificationfeed.ingest;

import dev.notificationfeed.ingest.OffsetCommitter.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** What one batch collects from several polls. */
final class Collected {

    /**
     * Collecting stops at either bound. The last poll adds at most 32 records (KafkaClients), 2 MiB if each is a valid event, so a
     * batch has at most 4 MiB. Worst case while MongoDB is away: three batches in the pipeline (12 MiB), each parsed (twice that if a
     * text is not Latin-1) and sanitised (at most 96 KiB of UTF-8 for each event), some 60 MiB in all. The consumer adds one answer
     * of each broker, of at most 4 MiB, and never more than 512 KiB for each partition: 25 MiB for 50 partitions.
     */
    private static final int MAX_RECORDS = 1_000;

    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private final OwnedPartitions owned;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<TopicPartition, Position> positions = new HashMap<>();
    private long bytes;

    Collected(OwnedPartitions owned) {
        this.owned = owned;
    }

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

    List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** The positions behind the records; empty if no position advanced. */
    Map<TopicPartition, Position> positions() {
        return positions;
    }

    private static long sizeOf(ConsumerRecord<byte[], byte[]> record) {
        long size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }
}
