package dev.notificationfeed.ingest;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A tool for operators, a process of its own beside the service: puts dead letters back on the topic of events. How to run
 * it is in docs/runbook.md.
 */
public final class ReplayDeadLetters {

    private static final String KAFKA_SETTINGS = "kafka.";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRONG_USE = 1;
    private static final int FAILED = 2;

    private ReplayDeadLetters() {}

    /** Ends the process with 0 when it is done, 1 when an argument is wrong, 2 when Kafka fails. */
    public static void main(String... arguments) {
        quieten();
        System.exit(run(arguments));
    }

    /** What clients log is not for who runs this; what fails is told at the end. */
    private static void quieten() {
        // Before anything logs: the one that the package brings, which says so where it is not the one
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        LogManager.getLogManager().reset();
    }

    private static int run(String... arguments) {
        try {
            replay(ReplayOptions.parse(arguments));
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(ReplayOptions.USAGE);
            return WRONG_USE;
        } catch (KafkaException e) {
            System.err.println(inWords(e));
            return FAILED;
        }
    }

    private static void replay(ReplayOptions options) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .build();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(reading(kafka(config)));
                var producer = new KafkaProducer<byte[], byte[]>(writing(kafka(config)))) {
            new DeadLetterReplay(consumer, producer, options, System.out::println, PATIENCE)
                    .run(
                            topic(config, "dead-letters", "notification-events-dlq"),
                            topic(config, "events", "notification-events"));
        }
    }

    private static String topic(SmallRyeConfig config, String which, String byDefault) {
        return config.getOptionalValue("notifications.topics." + which, String.class)
                .orElse(byDefault);
    }

    /** As the service reads them: KAFKA_SASL_MECHANISM is {@code sasl.mechanism}. */
    static Map<String, Object> kafka(SmallRyeConfig config) {
        Map<String, Object> settings = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            String setting = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (setting.startsWith(KAFKA_SETTINGS)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> settings.put(setting.substring(KAFKA_SETTINGS.length()), value));
            }
        }
        return settings;
    }

    /** In no group, and creates no topic. */
    static Map<String, Object> reading(Map<String, Object> cluster) {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /** Acknowledged by all, without duplicates of its own making; how large a record may be is for the broker to say. */
    static Map<String, Object> writing(Map<String, Object> cluster) {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 * 1024 * 1024);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /** The cause says more where a client cannot be made. */
    private static String inWords(KafkaException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.getMessage() : failure.getMessage() + ": " + cause.getMessage();
    }
}
