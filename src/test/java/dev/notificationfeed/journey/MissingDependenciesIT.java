package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import com.mongodb.client.MongoClients;
import dev.notificationfeed.deploy.Settings;
import dev.notificationfeed.devstack.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One replica from no dependencies to ready, with its readiness reasons. The tests run in order and depend on each other. The
 * broker has topic auto-creation enabled, which is Kafka's default: the service must not trigger it.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class MissingDependenciesIT {

    private static final String[] ALL = {
        "event-consumer", "feed", "identity-provider", "kafka", "kafka-topics", "mongodb", "mongodb-indexes"
    };
    private static final Duration NOTICED = Duration.ofSeconds(10);
    private static final Duration UNNOTICED = Duration.ofSeconds(8);
    private static final Duration TOLERANTLY_NOTICED = Duration.ofSeconds(30);
    /** Longer than the three failed checks that are tolerated by default. */
    private static final Duration AWAY = Duration.ofSeconds(20);

    private static final Duration BACK = Duration.ofSeconds(90);

    private Backend backend;
    private ServiceProcess service;

    @BeforeAll
    void startServiceAlone(@TempDir Path data) {
        backend = Backend.absent(data);
        service = ServiceProcess.start("nothing-there", backend.environment());
        service.awaitLive();
    }

    @AfterAll
    void stopEverything() {
        service.close();
        backend.close();
    }

    @Test
    @Order(1)
    void isLiveAndStartedWithoutDependencies() {
        assertLive();
        assertThat(Readiness.status(service.managementUrl("/q/health/started"))).isEqualTo(200);
    }

    @Test
    @Order(2)
    void namesEachMissingDependency() {
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(service.readiness().down())
                        .containsOnlyKeys(ALL)
                        .containsEntry("mongodb-indexes", "waits for mongodb")
                        .containsEntry("kafka-topics", "waits for kafka")
                        .containsEntry("event-consumer", "waits for kafka-topics")
                        .containsEntry("feed", "waits for kafka-topics")
                        .doesNotContainValue(""));
        assertThat(service.readiness().status()).isEqualTo(503);
    }

    @Test
    @Order(3)
    void reportsTheStreamCapabilityAsUnavailable() {
        given().get(service.url("/api/capabilities/check?require=notifications.stream"))
                .then()
                .statusCode(424)
                .body("code", equalTo("prerequisite-missing"))
                .body("missing[0].capability", equalTo("notifications.stream"));
    }

    @Test
    @Order(4)
    void answers503AndNot401WhileTokensCannotBeVerified() {
        given().auth()
                .oauth2(token())
                .get(service.url("/api/notifications"))
                .then()
                .statusCode(503)
                .body("code", equalTo("identity-unavailable"))
                .time(lessThan(8000L));
        given().get(service.url("/api/notifications")).then().statusCode(401).body("code", equalTo("unauthenticated"));
    }

    @Test
    @Order(5)
    void connectsToKafkaAndCreatesNoTopic() {
        backend.kafka().start();

        awaitUpOnly("kafka");

        awaitMissingTopics(Backend.EVENTS, Backend.DEAD_LETTERS, Backend.FEED);
        await().during(UNNOTICED).atMost(UNNOTICED.plusSeconds(5)).untilAsserted(() -> {
            service.readiness();
            assertThat(topics()).isEmpty();
        });
    }

    @Test
    @Order(6)
    void namesMissingTopics() {
        create(Backend.EVENTS);
        awaitMissingTopics(Backend.DEAD_LETTERS, Backend.FEED);

        create(Backend.FEED);
        awaitMissingTopics(Backend.DEAD_LETTERS);
        assertThat(topics()).containsExactly(Backend.EVENTS, Backend.FEED);
        assertThat(service.readiness().up()).containsExactly("kafka");
    }

    @Test
    @Order(7)
    void consumesEventsAndFeedOnceAllTopicsExist() {
        create(Backend.DEAD_LETTERS);

        awaitUpOnly("event-consumer", "feed", "kafka", "kafka-topics");
    }

    @Test
    @Order(8)
    void createsIndexesOnceMongoIsUp() {
        backend.mongo().start();

        awaitUpOnly("event-consumer", "feed", "kafka", "kafka-topics", "mongodb", "mongodb-indexes");
        IntStream.range(0, 20).forEach(i -> service.readiness());
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(collections())
                        .containsOnly("notifications", "replicas", "settings", "early-changes", "erasures"));
        assertThat(topics()).containsExactly(Backend.EVENTS, Backend.DEAD_LETTERS, Backend.FEED);
    }

    @Test
    @Order(9)
    void isReadyOnceTheIssuerIsUp() {
        backend.issuer().start();

        awaitUpOnly(ALL);
        assertThat(service.readiness().status()).isEqualTo(200);
        assertServes(service);
        await().atMost(NOTICED)
                .untilAsserted(() -> given().get(service.url("/api/capabilities/check?require=notifications.stream"))
                        .then()
                        .statusCode(200));
    }

    @Test
    @Order(10)
    void reportsTheLossOfKafka() {
        assertLossIsNamed(backend.kafka(), "kafka", "event-consumer", "feed", "kafka", "kafka-topics");
    }

    @Test
    @Order(11)
    void reportsTheLossOfMongo() {
        assertLossIsNamed(backend.mongo(), "mongodb", "mongodb", "mongodb-indexes");
    }

    @Test
    @Order(12)
    void reportsTheLossOfATopicAndDoesNotRecreateIt() {
        backend.records().delete(Backend.FEED);

        await().atMost(NOTICED).until(() -> service.readiness().status() == 503);
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(service.readiness().down())
                        .containsOnlyKeys("event-consumer", "feed", "kafka-topics")
                        .containsEntry("kafka-topics", "topic " + Backend.FEED + " does not exist"));
        assertThat(topics()).containsExactly(Backend.EVENTS, Backend.DEAD_LETTERS);

        create(Backend.FEED);
        awaitUpOnly(ALL);
    }

    @Test
    @Order(13)
    void worksWithoutTheIssuerOnceKeysAreLoaded() {
        backend.issuer().stop();

        await().during(UNNOTICED).atMost(UNNOTICED.plusSeconds(5)).untilAsserted(() -> {
            assertThat(service.readiness().up()).containsExactly(ALL);
            assertServes(service);
        });
    }

    /** A second replica. The long form runs this test alone, so it starts the dependencies that are not running. */
    @Test
    @Order(14)
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void staysReadyWithoutKafkaWithTheSettingsOfKubernetes() {
        backend.kafka().start();
        backend.kafka().createTopics(Backend.TOPICS);
        backend.mongo().start();
        backend.issuer().start();
        try (var tolerant = ServiceProcess.start("tolerant-of-kafka", kubernetesEnvironment())) {
            tolerant.awaitReady();
            await().atMost(TOLERANTLY_NOTICED).until(() -> streamsAre(200, tolerant));

            backend.kafka().stop();
            await().atMost(TOLERANTLY_NOTICED).until(() -> streamsAre(424, tolerant));
            await().during(AWAY).atMost(AWAY.plus(TOLERANTLY_NOTICED)).until(() -> isReadyAndServes(tolerant));

            backend.kafka().start();
            await().atMost(BACK).until(() -> isReady(tolerant) && streamsAre(200, tolerant));
        }
    }

    private Map<String, String> kubernetesEnvironment() {
        var environment = new HashMap<>(backend.environment());
        Settings.of("production").forEach((name, value) -> {
            if (name.startsWith("NOTIFICATIONS_")) {
                environment.put(name, value);
            }
        });
        return environment;
    }

    private static boolean streamsAre(int status, ServiceProcess service) {
        return Readiness.status(service.url("/api/capabilities/check?require=notifications.stream")) == status;
    }

    /** Checks each response: one that is not ready would remove the replica from its Service, and fails this test. */
    private static boolean isReady(ServiceProcess service) {
        assertThat(service.readiness().status()).isEqualTo(200);
        return true;
    }

    private boolean isReadyAndServes(ServiceProcess service) {
        assertServes(service);
        return isReady(service);
    }

    private void assertLossIsNamed(EmbeddedServer server, String name, String... lost) {
        server.stop();

        await().atMost(NOTICED).until(() -> service.readiness().status() == 503);
        assertThat(service.readiness().down()).containsKey(name);
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(service.readiness().down())
                        .containsOnlyKeys(lost)
                        .doesNotContainValue(""));
        assertLive();

        server.start();
        awaitUpOnly(ALL);
    }

    private void awaitUpOnly(String... names) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(service.readiness().up()).containsExactly(names));
        assertLive();
        assertThat(service.isAlive()).isTrue();
    }

    private void awaitMissingTopics(String... topics) {
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(
                                service.readiness().down().get("kafka-topics").split("topic "))
                        .filteredOn(words -> words.contains("does not exist"))
                        .extracting(words -> words.substring(0, words.indexOf(' ')))
                        .containsExactlyInAnyOrder(topics));
    }

    private void assertLive() {
        assertThat(Readiness.status(service.managementUrl("/q/health/live"))).isEqualTo(200);
    }

    private void assertServes(ServiceProcess replica) {
        given().auth()
                .oauth2(token())
                .get(replica.url("/api/notifications"))
                .then()
                .statusCode(200)
                .body("page.totalElements", equalTo(0));
    }

    private String token() {
        return backend.token("47165");
    }

    private void create(String topic) {
        backend.kafka().createTopics(Map.of(topic, 4));
    }

    private Iterable<String> topics() {
        return backend.records().topics();
    }

    private Iterable<String> collections() {
        try (var client = MongoClients.create(backend.mongo().address())) {
            return client.getDatabase("notifications").listCollectionNames().into(new ArrayList<>());
        }
    }
}
