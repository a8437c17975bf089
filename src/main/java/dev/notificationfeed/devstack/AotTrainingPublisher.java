package dev.notificationfeed.devstack;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes events that create items, for the recipients in turn. */
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

    /** The recipient with this number. */
    static String recipient(int number) {
        return "recipient-" + number;
    }

    /**
     * Publishes this number of events and waits until Kafka has acknowledged them.
     *
     * @throws IllegalStateException if Kafka refuses an event
     */
    void publish(int events) {
        for (int sent = 0; sent < events; sent++) {
            var recipient = recipient(published % recipients);
            var record = new ProducerRecord<>(
                    topic,
                    recipient.getBytes(StandardCharsets.UTF_8),
                    event(published, recipient).getBytes(StandardCharsets.UTF_8));
            producer.send(record, (metadata, failure) -> refused = failure == null ? refused : failure);
            published++;
        }
        producer.flush();
        if (refused != null) {
            throw new IllegalStateException("Kafka refused an event", refused);
        }
    }

    /** The number of events published so far. */
    int published() {
        return published;
    }

    private static String event(int number, String recipient) {
        return """
            {"specversion":"1.0","id":"training-%d","source":"/aot-training","type":"dev.notificationfeed.notification.created.v1",\
            "time":"%s","datacontenttype":"application/json","data":{"recipient":"%s","type":"IN_APP",\
            "subject":"PLACEMENT_INFORMATION","subjectText":"Placement %d","tisReference":{"type":"PLACEMENT","id":"%d"},\
            "content":"<p>Your placement is <strong>confirmed</strong>, see <a href=\\"https://example.org/p/%d\\">here</a>.</p>"}}\
            """.formatted(number, Instant.now(), recipient, number, number, number);
    }

    @Override
    public void close() {
        producer.close();
    }
}
