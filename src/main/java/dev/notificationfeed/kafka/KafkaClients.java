package dev.notificationfeed.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka clients from the standard {@code kafka.*} settings and adds the settings that the service's guarantees need.
 * A constructor throws while no bootstrap name resolves, so callers must try again later.
 */
@ApplicationScoped
public class KafkaClients {

    private static final int REQUEST_TIMEOUT_MS = 5_000;

    /** Shorter than the timeout of a dependency check, so that the check reports Kafka's own reason. */
    private static final int LOOK_UP_TIMEOUT_MS = 1_500;

    /** More than any broker accepts by default, so that the broker decides whether a record is too large. */
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

    /** Linger 1 ms so that one batch is one request. */
    private static final int LINGER_MS = 1;

    /** Longest time that a connection to a vanished broker delays events. */
    private static final int GROUP_REQUEST_TIMEOUT_MS = 10_000;

    /** Bounds what one poll returns: 2 MiB of the largest valid events, however well they were compressed. */
    private static final int MAX_POLL_RECORDS = 32;

    /** The consumer holds at most one answer of each broker, and of each partition; one batch may be larger. */
    private static final int FETCH_MAX_BYTES = 4 * 1024 * 1024;

    private static final int PARTITION_FETCH_MAX_BYTES = 512 * 1024;

    private final Map<String, Object> cluster;

    @Inject
    KafkaClients(@Any @Identifier("default-kafka-broker") Instance<Map<String, Object>> cluster) {
        this(cluster.get());
    }

    KafkaClients(Map<String, Object> cluster) {
        this.cluster = Map.copyOf(cluster);
    }

    /** For look-ups. It creates no topic. */
    Admin admin() {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LOOK_UP_TIMEOUT_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LOOK_UP_TIMEOUT_MS);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "notification-feed-lookup");
        bound(settings);
        return Admin.create(settings);
    }

    /**
     * Waits for all in-sync replicas, does not duplicate records when it retries, and gives a record up after ten seconds.
     *
     * @param topic the only topic that it is used for; part of its client id
     */
    KafkaProducer<byte[], byte[]> producer(String topic) {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "notification-feed-publisher-" + topic);
        bound(settings);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer of no group that never resets its offset by itself: an offset that is gone is an exception. */
    public Consumer<byte[], byte[]> follower() {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "notification-feed-follower");
        bound(settings);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A consumer of events. It reads no event of an aborted or open transaction, commits and resets no offset by itself, and leaves
     * its partitions to others ten seconds after its process was killed.
     */
    public KafkaConsumer<byte[], byte[]> groupMember(String group) {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, GROUP_REQUEST_TIMEOUT_MS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, GROUP_REQUEST_TIMEOUT_MS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_MAX_BYTES);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "notification-feed-ingest");
        bound(settings);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** After an outage clients reconnect within one or two seconds instead of the default ten. */
    private static void bound(Map<String, Object> settings) {
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 2_000);
        settings.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 5_000);
    }
}
