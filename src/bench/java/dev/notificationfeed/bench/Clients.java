package dev.notificationfeed.bench;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the settings of the service where these matter for speed, and Kafka's own elsewhere. */
final class Clients {

    private Clients() {}

    /** Acknowledged by all, without duplicates, and sent at once. */
    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return producer(bootstrapServers, Map.of("linger.ms", 0));
    }

    /** The same in large portions. */
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

    /** One that reads from the beginning, so many records at once, and commits when it is told to. */
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
