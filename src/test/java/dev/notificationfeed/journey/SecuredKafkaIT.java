package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.ExtraListener;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.notification.NotificationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
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
 * A Kafka cluster with password authentication and access control lists, which has the rights that docs/production.md lists. The
 * service is set up by configuration alone. The tests run in order and depend on each
 * other.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class SecuredKafkaIT {

    private static final String USER = "feed";
    private static final String PASSWORD = "the-right-one";
    private static final String CHANGED = "another-one";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String recipient = UUID.randomUUID().toString();
    private final int entrance = Ports.free();
    private Backend backend;
    private EmbeddedKafka withOtherPassword;
    private ServiceProcess service;

    @BeforeAll
    void startService(@TempDir Path data) throws IOException {
        Files.deleteIfExists(Path.of("target", "journey", "secured-kafka.log"));
        var kafka = new EmbeddedKafka(data.resolve("kafka"), Ports.free());
        withOtherPassword = kafka.with(listener(CHANGED));
        backend = Backend.start(kafka.with(listener(PASSWORD)));
        allow(ResourceType.TOPIC, Backend.EVENTS, AclOperation.READ);
        allow(ResourceType.TOPIC, Backend.FEED, AclOperation.READ, AclOperation.WRITE);
        allow(ResourceType.TOPIC, Backend.DEAD_LETTERS, AclOperation.DESCRIBE);
        refuse();
        service = ServiceProcess.start("secured-kafka", environment());
    }

    @AfterAll
    void stopEverything() {
        service.close();
        withOtherPassword.stop();
        backend.close();
    }

    @Test
    @Order(1)
    void staysLiveAndReportsThatKafkaRefusesItsPassword() {
        service.awaitLive();

        awaitRefused();
    }

    @Test
    @Order(2)
    void isReadyOnceThePasswordIsRightAndItHasEveryRight() {
        accept();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.readiness().down().get("kafka-topics"))
                        .isEqualTo("the service may not write topic " + Backend.DEAD_LETTERS));

        allow(ResourceType.TOPIC, Backend.DEAD_LETTERS, AclOperation.WRITE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.readiness().down().get("event-consumer"))
                        .endsWith("the service may not read with the consumer group notification-feed"));

        allow(ResourceType.GROUP, "notification-feed", AclOperation.READ);

        service.awaitReady();
    }

    @Test
    @Order(3)
    void usesThePasswordForAllClients() {
        try (var stream = service.stream(backend.token(recipient))) {
            stream.awaitEvent("ready");

            assertAllClientsWork(stream, "first");
        }
    }

    @Test
    @Order(4)
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void recoversWithoutARestartAfterRefusals() {
        accept();
        service.awaitReady();
        try (var stream = service.stream(backend.token(recipient))) {
            stream.awaitEvent("ready");
            assertAllClientsWork(stream, "earlier");
            var log = LogTail.of(service);
            refuse();
            awaitRefused();
            await().atMost(PATIENCE).until(() -> service.readiness().down().containsKey("feed"));
            assertThat(log.entries("feed consumer stopped reason=\"Kafka refuses"))
                    .hasSizeBetween(1, 2);
            mark("earlier", "archive");
            accept();
            service.awaitReady();

            stream.awaitFrame(frame -> frame.is("updated") && frame.data().contains("\"ARCHIVED\""));
            assertAllClientsWork(stream, "later");
        }
    }

    /** Uses the consumer for events, the producer for feed and dead letters, and the follower for the feed. */
    private void assertAllClientsWork(SseReader stream, String event) {
        put(Events.inApp(recipient, event).with("source", source()).bytes());
        stream.awaitFrame(frame -> frame.is("created") && frame.data().contains(id(event)));

        mark(event, "mark-read");
        assertThat(stream.awaitFrame(
                                frame -> frame.is("updated") && frame.data().contains(id(event)))
                        .data())
                .contains("\"READ\"");

        var before = backend.records().everythingOn(Backend.DEAD_LETTERS).size();
        put(Events.inApp(recipient, event).without("data.recipient").bytes());
        await().atMost(PATIENCE)
                .until(() ->
                        backend.records().everythingOn(Backend.DEAD_LETTERS).size() == before + 1);
    }

    private void mark(String event, String mark) {
        given().auth()
                .oauth2(backend.token(recipient))
                .put(service.url("/api/notifications/" + id(event) + "/" + mark))
                .then()
                .statusCode(200);
    }

    private void put(byte[] value) {
        backend.records().put(Backend.EVENTS, value);
    }

    private ExtraListener listener(String password) {
        return ExtraListener.withPassword(entrance, USER, password).withAuthorizer();
    }

    private void allow(ResourceType type, String name, AclOperation... operations) {
        backend.records().allow(USER, type, name, operations);
    }

    private void refuse() {
        backend.kafka().stop();
        withOtherPassword.start();
    }

    private void accept() {
        withOtherPassword.stop();
        backend.kafka().start();
    }

    private void awaitRefused() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.readiness().down().get("kafka"))
                        .isEqualTo("Kafka refuses the service's credentials"));
        assertThat(Readiness.status(service.managementUrl("/q/health/live"))).isEqualTo(200);
        assertThat(service.isAlive()).isTrue();
    }

    private Map<String, String> environment() {
        return backend.environment(entrance, USER, PASSWORD);
    }

    private String source() {
        return "/" + recipient;
    }

    private String id(String event) {
        return NotificationId.derivedFrom(source(), event).value();
    }
}
