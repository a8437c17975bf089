package dev.notificationfeed.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Publishes events as an upstream service would, and finds out what became of them. */
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test"})
class DevEvents {

    private static final Logger LOG = Logger.getLogger(DevEvents.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String LIMIT_MILLIS = String.valueOf(LIMIT.toMillis());

    private final String bootstrapServers;
    private final DevStackConfig config;
    private final MeterRegistry metrics;
    private final ObjectMapper json;

    DevEvents(Config settings, DevStackConfig config, MeterRegistry metrics, ObjectMapper json) {
        this.bootstrapServers = settings.getValue(DevPort.KAFKA.property(), String.class);
        this.config = config;
        this.metrics = metrics;
        this.json = json;
    }

    /**
     * Publishes one record, keyed by its recipient if it has one, and waits a few seconds for the outcome. It uses clients of
     * its own: a live reload can restart the broker between two calls.
     *
     * @param event any bytes
     * @param contentType the record's {@code content-type} header, or null for none
     * @throws KafkaException if Kafka does not accept the record within a few seconds, or if a topic is missing
     */
    PublishedEvent publish(byte[] event, String contentType) {
        try (var watch = new EventWatch(
                new KafkaConsumer<>(consumerSettings()), config.deadLettersTopic(), new EventCounts(metrics))) {
            RecordMetadata record = send(event, contentType);
            PublishedEvent published = PublishedEvent.of(record, watch.await(record, LIMIT));
            if (published.code() != null) {
                LOG.warnf(
                        "event dead-lettered topic=%s partition=%d offset=%d code=%s detail=\"%s\"",
                        published.topic(),
                        published.partition(),
                        published.offset(),
                        published.code(),
                        published.detail());
            }
            return published;
        }
    }

    private RecordMetadata send(byte[] event, String contentType) {
        var record = new ProducerRecord<>(config.eventsTopic(), key(event), event);
        if (contentType != null) {
            record.headers().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        }
        try (var producer = new KafkaProducer<byte[], byte[]>(producerSettings())) {
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

    private Map<String, Object> producerSettings() {
        return Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class,
                "max.block.ms", LIMIT_MILLIS,
                "request.timeout.ms", LIMIT_MILLIS,
                "delivery.timeout.ms", LIMIT_MILLIS,
                "linger.ms", "0");
    }

    /** The group is the service's own, so that its committed offsets can be read. This consumer never joins the group. */
    private Map<String, Object> consumerSettings() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                config.group(),
                "enable.auto.commit",
                "false",
                "allow.auto.create.topics",
                "false",
                // A request waits for the fetch before it, which the broker holds for 500 ms by default.
                "fetch.max.wait.ms",
                "20",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "default.api.timeout.ms",
                LIMIT_MILLIS,
                "request.timeout.ms",
                LIMIT_MILLIS);
    }
}
