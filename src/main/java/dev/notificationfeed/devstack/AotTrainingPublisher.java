package dev.notificationfeed.devstack;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes events that make new items, for one recipient after another. */
final class AotTrainingPublisher implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int recipients;
    private volatile Exception refused;
    private int published;

    AotTrainingPublisher(String bootstrapServers, String topic, int recipients) {
        this.topic = topic;
        this.recipients = recipients;
        producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class));
    }

    /** The recipient of that number. */
    static String recipient(int number) {
        return "recipient-" + number;
    }

    /**
     * Publishes so many; Kafka has them when this returns.
     *
     * @throws IllegalStateException if it does not take one
     */
    void publish(int events) {
        for (int sent = 0; sent < events; sent++) {
            var recipient = recipient(published % recipients);
            var record = new ProducerRecord<>(
                    topic,
                    recipient.getBytes(StandardCharsets.UTF_8),
                    event(published, recipient).getBytes(StandardCharsets.UTF_8));
            producer.send(record, (place, failure) -> refused = failure == null ? refused : failure);
            published++;
        }
        producer.flush();
        if (refused != null) {
            throw new IllegalStateException("Kafka does not take an event", refused);
        }
    }

    /** How many were published so far. */
    int published() {
        return published;
    }

    private static String event(int number, String recipient) {
        return """
                {"specversion":"1.0","id":"rehearsal-%d","source":"/rehearsal","type":"dev.notificationfeed.notification.created.v1",\
                "time":"%s","datacontenttype":"application/json","data":{"recipient":"%s","type":"IN_APP",\
                "subject":"PLACEMENT_INFORMATION","subjectText":"Placement %d","tisReference":{"type":"PLACEMENT","id":"%d"},\
                "content":"<p>Your placement is <strong>confirmed</strong>, see <a href=\\"https://example.org/p/%d\\">here</a>.</p>"}}""".formatted(number, Instant.now(), recipient, number, number, number);
    }

    @Override
    public void close() {
        producer.close();
    }
}
