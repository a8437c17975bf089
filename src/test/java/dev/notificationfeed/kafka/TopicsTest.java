package dev.notificationfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.ExtraListener;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.health.CheckResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Asks a broker on which the service has only the rights that a test grants, on topics of that test. */
@TestInstance(Lifecycle.PER_CLASS)
class TopicsTest {

    private static final String PASSWORD = "secret";
    private static final Map<String, String> BROKER_TIME = Map.of("message.timestamp.type", "LogAppendTime");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port = Ports.free();
    private EmbeddedKafka kafka;
    private KafkaAdmin admin;
    private Names names;

    @BeforeAll
    void startBroker(@TempDir Path data) {
        var listener = ExtraListener.withPassword(port, "feed", PASSWORD).withAuthorizer();
        kafka = new EmbeddedKafka(data, Ports.free()).with(listener);
        kafka.start();
        admin = new KafkaAdmin(new KafkaClients(Map.of(
                "bootstrap.servers",
                "localhost:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"feed\" password=\"%s\";"
                        .formatted(PASSWORD))));
    }

    @AfterAll
    void stopBroker() {
        admin.close();
        kafka.stop();
    }

    @Test
    void areUpWithTheRightsThatTheServiceNeeds() throws Exception {
        createTopics(BROKER_TIME);
        allowEverything();

        awaitResult(CheckResult.present());
    }

    @Test
    void areCheckedAgainForChangedSettings() throws Exception {
        createTopics(Map.of());
        allowEverything();
        var topics = new Topics(admin, names);
        await().atMost(PATIENCE).until(() -> result(topics).data().keySet().containsAll(names.all()));

        names.all().forEach(topic -> new KafkaProbe(kafka.address()).set(topic, BROKER_TIME));

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> result(topics).equals(CheckResult.present()));
    }

    @Test
    void areUpAndNotedWhenTheirSettingsCannotBeRead() throws Exception {
        createTopics(Map.of());
        allow(names.events(), AclOperation.READ);
        allow(names.deadLetters(), AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        allow(names.feed(), AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);

        var producerTime = "message.timestamp.type is CreateTime, set LogAppendTime";
        awaitResult(CheckResult.present(Map.of(
                names.events(),
                "its settings cannot be checked: the service has no right to do so (DESCRIBE_CONFIGS)",
                names.deadLetters(),
                producerTime,
                names.feed(),
                producerTime)));
    }

    @Test
    void areDownWithoutTheRightToReadAndWrite() throws Exception {
        createTopics(Map.of());
        allow(names.events(), AclOperation.DESCRIBE);
        allow(names.deadLetters(), AclOperation.READ);
        allow(names.feed(), AclOperation.READ);

        awaitReason(
                "the service may not read topic %s; the service may not write topic %s; the service may not write topic %s"
                        .formatted(names.events(), names.deadLetters(), names.feed()));
    }

    @Test
    void areDownWithoutTheRightToDescribe() throws Exception {
        createTopics(Map.of());
        allow(names.events(), AclOperation.READ);
        allow(names.deadLetters(), AclOperation.WRITE);

        awaitReason("the service may not describe topic " + names.feed());
    }

    private void createTopics(Map<String, String> settings) throws Exception {
        var prefix = UUID.randomUUID().toString();
        names = new Names(prefix + "-events", prefix + "-dlq", prefix + "-feed");
        var topics = names.all().stream()
                .map(name -> new NewTopic(name, 1, (short) 1).configs(settings))
                .toList();
        try (var client = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            client.createTopics(topics).all().get();
        }
    }

    private void allowEverything() {
        allow(names.events(), AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
        allow(names.deadLetters(), AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        allow(names.feed(), AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
    }

    private void allow(String topic, AclOperation... operations) {
        new KafkaProbe(kafka.address()).allow("feed", ResourceType.TOPIC, topic, operations);
    }

    /** Rights reach the broker's authorizer a moment after they are granted. */
    private void awaitResult(CheckResult expected) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(result(new Topics(admin, names))).isEqualTo(expected));
    }

    private void awaitReason(String expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(result(new Topics(admin, names)).reason()).isEqualTo(expected));
    }

    private static CheckResult result(Topics topics) {
        return topics.check().await().atMost(PATIENCE);
    }

    private record Names(String events, String deadLetters, String feed) implements TopicsConfig {}
}
