package dev.notificationfeed.journey;

import dev.notificationfeed.devstack.EmbeddedIssuer;
import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.EmbeddedMongo;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.devstack.TokenRequest;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The dependencies of replicas (broker, database, issuer), which a journey can stop, fill and inspect. */
final class Backend implements AutoCloseable {

    static final String EVENTS = "notification-events";
    static final String DEAD_LETTERS = "notification-events-dlq";
    static final String FEED = "notification-feed";
    static final Map<String, Integer> TOPICS = Map.of(EVENTS, 4, DEAD_LETTERS, 4, FEED, 4);

    /** Time between two searches for items that end. Longer with many items, because the embedded server looks at each of them. */
    static final Duration SCANS_EVERY = Scale.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final EmbeddedKafka kafka;
    private final EmbeddedMongo mongo = EmbeddedMongo.inMemory(Ports.free()).removingDue(SCANS_EVERY);
    private final EmbeddedIssuer issuer;
    private final StoreProbe store = new StoreProbe(mongo.address());
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private Backend(EmbeddedKafka kafka) {
        this.kafka = kafka;
        // With the key of the test JVMs, because the generation of a key takes seconds.
        issuer = new EmbeddedIssuer(Stack.issuerDirectory(), Ports.free());
    }

    /** A backend that is not started. */
    static Backend absent(Path data) {
        return new Backend(new EmbeddedKafka(data.resolve("kafka"), Ports.free()));
    }

    /** A running backend with its topics. */
    static Backend start(Path data) {
        return start(new EmbeddedKafka(data.resolve("kafka"), Ports.free()));
    }

    /** A running backend with a given broker, which this method starts. */
    static Backend start(EmbeddedKafka kafka) {
        var backend = new Backend(kafka);
        backend.kafka.start();
        backend.kafka.createTopics(TOPICS);
        backend.mongo.start();
        backend.issuer.start();
        return backend;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    EmbeddedMongo mongo() {
        return mongo;
    }

    EmbeddedIssuer issuer() {
        return issuer;
    }

    /** Direct access to the broker. */
    KafkaProbe records() {
        return new KafkaProbe(kafka.address());
    }

    /** Direct access to the database. */
    StoreProbe documents() {
        return store;
    }

    /** The settings of a replica that uses this backend. */
    Map<String, String> environment() {
        return ServiceProcess.environment(kafka.address(), mongo.address(), issuer.address());
    }

    /**
     * The settings of a replica that authenticates at the broker with a password (SASL/PLAIN).
     *
     * @param kafkaPort the port of the SASL listener
     */
    Map<String, String> environment(int kafkaPort, String user, String password) {
        var environment =
                new HashMap<>(ServiceProcess.environment("localhost:" + kafkaPort, mongo.address(), issuer.address()));
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
        environment.put("KAFKA_SASL_MECHANISM", "PLAIN");
        environment.put(
                "KAFKA_SASL_JAAS_CONFIG",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password));
        return environment;
    }

    /** A token of the recipient; the same one at each call, because signing takes longer than most requests. */
    String token(String recipient) {
        return tokens.computeIfAbsent(recipient, name -> issuer.token(TokenRequest.of(name)));
    }

    @Override
    public void close() {
        store.close();
        kafka.stop();
        mongo.stop();
        issuer.stop();
    }
}
