package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.notification.NotificationId;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Two processes on one Kafka and one MongoDB: what happens on the one is seen on the other. */
@TestInstance(Lifecycle.PER_CLASS)
class TwoReplicasIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private ServiceProcess one;
    private ServiceProcess other;

    @BeforeAll
    void startBoth() {
        Map<String, String> environment =
                ServiceProcess.environment(Stack.bootstrapServers(), Stack.mongoConnectionString(), Stack.issuerUrl());
        one = ServiceProcess.start("replica-one", environment);
        other = ServiceProcess.start("replica-other", environment);
        one.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    void stopBoth() {
        one.close();
        other.close();
    }

    @Test
    void showsAChangeMadeThroughTheOneOnAStreamOfTheOther() {
        String recipient = UUID.randomUUID().toString();
        String token = Stack.token(recipient);
        String id = NotificationId.derivedFrom("/" + recipient, "first").value();
        try (SseReader here = one.stream(token);
                SseReader there = other.stream(token)) {
            here.awaitEvent("ready");
            there.awaitEvent("ready");

            kafka.put(
                    "notification-events",
                    Events.inApp(recipient, "first")
                            .with("source", "/" + recipient)
                            .bytes());
            assertThat(there.awaitEvent("created")).isEqualTo(here.awaitEvent("created"));

            there.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":1}"));
            given().auth()
                    .oauth2(token)
                    .put(one.url("/api/notifications/" + id + "/mark-read"))
                    .then()
                    .statusCode(200);

            assertThat(there.awaitEvent("updated").data()).contains(id, "\"READ\"", "\"version\":2");
            assertThat(here.awaitEvent("updated")).isEqualTo(there.awaitEvent("updated"));
            there.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":0}"));
        }
    }

    @Test
    void resumesAStreamOfTheOneOnTheOther() {
        String recipient = UUID.randomUUID().toString();
        String token = Stack.token(recipient);
        String position;
        try (SseReader here = one.stream(token)) {
            position = here.awaitEvent("ready").id();
        }

        kafka.put(
                "notification-events",
                Events.inApp(recipient, UUID.randomUUID().toString()).bytes());

        try (SseReader there = SseReader.resume(URI.create(other.url("/api/notifications/stream")), token, position)) {
            assertThat(there.awaitEvent("ready").data()).contains("\"resumed\":true");
            there.awaitEvent("created");
        }
    }

    @Test
    void vouchesForTheDeploymentOnlyIfBothCan() {
        for (ServiceProcess replica : new ServiceProcess[] {one, other}) {
            await().atMost(SOON)
                    .untilAsserted(
                            () -> given().get(replica.url("/api/capabilities/check?require=notifications.stream"))
                                    .then()
                                    .statusCode(200)
                                    .body("capabilities.'notifications.stream'.available", equalTo(true)));
        }
    }
}
