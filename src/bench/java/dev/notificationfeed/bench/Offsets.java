package dev.notificationfeed.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads committed offsets and end offsets. */
final class Offsets implements AutoCloseable {

    private static final String GROUP = "notification-feed";

    private final Admin admin;

    Offsets(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** The number of events that replicas have committed. */
    long committed() throws Exception {
        return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** The number of records written to a topic. */
    long written(String topic) throws Exception {
        long sum = 0;
        for (var partition : partitions(topic)) {
            sum += admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
        return sum;
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Backend.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** The offset to commit after a record. */
    static Map<TopicPartition, OffsetAndMetadata> after(ConsumerRecord<byte[], byte[]> record) {
        return Map.of(
                new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
    }

    @Override
    public void close() {
        admin.close();
    }
}
