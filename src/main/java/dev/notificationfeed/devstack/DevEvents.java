package dev.notificationfeed.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/** Puts bytes on the topic for events, as an upstream service would. */
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test"})
class DevEvents {

    private static final String LIMIT_MILLIS = "5000";

    private final String bootstrapServers;
    private final String topic;
    private final ObjectMapper json;

    DevEvents(Config settings, DevStackConfig config, ObjectMapper json) {
        this.bootstrapServers = settings.getValue(DevPort.KAFKA.property(), String.class);
        this.topic = config.eventsTopic();
        this.json = json;
    }

    /**
     * Sends one record, keyed by its recipient if it has one, and waits until the broker has it. A client for each: in
     * development a broker may be gone and back between two calls.
     *
     * @param event anything at all
     * @param contentType goes along as the record's header if it is that of a structured CloudEvent, else null
     * @throws KafkaException if Kafka does not take it within a few seconds
     */
    RecordMetadata put(byte[] event, String contentType) {
        var record = new ProducerRecord<>(topic, key(event), event);
        if (contentType != null) {
            record.headers().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        }
        try (var producer = new KafkaProducer<byte[], byte[]>(clientSettings())) {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private byte[] key(byte[] event) {
        try {
            JsonNode recipient = json.readTree(event).path("data").path("recipient");
            return recipient.isTextual() ? recipient.textValue().getBytes(StandardCharsets.UTF_8) : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    private Map<String, Object> clientSettings() {
        return Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class,
                "max.block.ms", LIMIT_MILLIS,
                "request.timeout.ms", LIMIT_MILLIS,
                "delivery.timeout.ms", LIMIT_MILLIS,
                "linger.ms", "0");
    }
}
