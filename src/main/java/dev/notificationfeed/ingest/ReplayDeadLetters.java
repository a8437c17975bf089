package dev.notificationfeed.ingest;

import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.store.ErasedRecipients;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.LogManager;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Operator tool, run as a process of its own: sends dead letters to the events topic again. docs/runbook.md says how to run
 * it.
 */
public final class ReplayDeadLetters {

    private static final String KAFKA_SETTINGS = "kafka.";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int WRONG_USE = 1;
    private static final int FAILED = 2;

    private ReplayDeadLetters() {}

    /** Exits with 0 on success, 1 for a wrong argument, 2 if Kafka fails, or MongoDB fails after it has answered. */
    public static void main(String... arguments) {
        disableLogging();
        System.exit(run(arguments));
    }

    /** Operators need the lines of this tool, not the logs of Kafka's clients; a failure is printed at the end. */
    private static void disableLogging() {
        // Before the first log call: the package contains JBoss LogManager, which warns if it is not the active one
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
            System.err.println(describe(e));
            return FAILED;
        } catch (StoreUnavailableException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    private static void replay(ReplayOptions options) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .build();
        try (var erasures = Erasures.of(name -> config.getOptionalValue(name, String.class));
                var consumer = new KafkaConsumer<byte[], byte[]>(consumerSettings(kafka(config)));
                var producer = new KafkaProducer<byte[], byte[]>(producerSettings(kafka(config)))) {
            new DeadLetterReplay(consumer, producer, options, erasures.letters(), System.out::println, TIMEOUT)
                    .run(
                            topic(config, "dead-letters", "notification-events-dlq"),
                            topic(config, "events", "notification-events"));
        }
    }

    /**
     * The records of erasures, if MongoDB can be reached.
     *
     * @param recipients null if MongoDB cannot be reached
     */
    private record Erasures(ErasedRecipients recipients) implements AutoCloseable {

        static Erasures of(Function<String, Optional<String>> settings) {
            try {
                return new Erasures(ErasedRecipients.connect(settings));
            } catch (StoreUnavailableException e) {
                System.out.println("events of erased recipients are left out by the service only: " + e.getMessage());
                return new Erasures(null);
            }
        }

        ErasedLetters letters() {
            return new ErasedLetters(recipients == null ? (recipient, published) -> false : recipients::wasErasedSince);
        }

        @Override
        public void close() {
            if (recipients != null) {
                recipients.close();
            }
        }
    }

    private static String topic(SmallRyeConfig config, String key, String defaultName) {
        return config.getOptionalValue("notifications.topics." + key, String.class)
                .orElse(defaultName);
    }

    /** Kafka settings by the names that the service uses: KAFKA_SASL_MECHANISM is {@code sasl.mechanism}. */
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

    /** Without a consumer group; creates no topic. */
    static Map<String, Object> consumerSettings(Map<String, Object> cluster) {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /** Acknowledged by all in-sync replicas, idempotent; the size limit is the broker's. */
    static Map<String, Object> producerSettings(Map<String, Object> cluster) {
        Map<String, Object> settings = new HashMap<>(cluster);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 * 1024 * 1024);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /** The cause has the details when a client cannot be created. */
    private static String describe(KafkaException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.getMessage() : failure.getMessage() + ": " + cause.getMessage();
    }
}
