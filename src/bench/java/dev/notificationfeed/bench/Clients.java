package dev.notificationfeed.bench;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the service's settings where they affect speed, and Kafka's defaults elsewhere. */
final class Clients {

    private Clients() {}

    /** A producer with acks=all, idempotence and no linger. */
    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return producer(bootstrapServers, Map.of("linger.ms", 0));
    }

    /** A producer with large batches. */
    static KafkaProducer<byte[], byte[]> bulkProducer(String bootstrapServers) {
        return producer(bootstrapServers, Map.of("linger.ms", 100, "batch.size", 1_000_000));
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, Map<String, Object> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer that starts at the earliest offset and commits only explicitly. */
    static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String group, int atOnce) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        group,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        atOnce),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
