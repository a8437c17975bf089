package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesRegex;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What callers see of a ready process while something that it needs is away, and that nothing is lost meanwhile. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag(Scale.TAG)
@Tag(Scale.LONG_ONLY)
class OutagesIT {

    private static final Duration NOTICED = Duration.ofSeconds(10);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(30);
    private static final long AT_ONCE_MILLIS = 3000;

    private final String recipient = UUID.randomUUID().toString();
    private Backend backend;
    private ServiceProcess service;

    @BeforeAll
    void startEverything(@TempDir Path data) {
        backend = Backend.start(data);
        service = ServiceProcess.start("outages", backend.environment());
    }

    @AfterAll
    void stopEverything() {
        service.close();
        backend.close();
    }

    @BeforeEach
    void endEarlierOutage() {
        backend.kafka().start();
        backend.kafka().createTopics(Backend.TOPICS);
        backend.mongo().start();
        service.awaitReady();
    }

    @Test
    void tellsStreamAfterKafkaReturnsWhatChangedWithoutIt() {
        var owner = recipient + "-kafka";
        try (var stream = service.stream(token(owner))) {
            stream.awaitEvent("ready");
            var id = put(owner, "read-without-kafka");
            stream.awaitEvent("created");

            backend.kafka().stop();
            given().auth()
                    .oauth2(token(owner))
                    .put(service.url("/api/notifications/" + id + "/mark-read"))
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("READ"))
                    .time(lessThan(AT_ONCE_MILLIS));
            awaitDown("kafka");
            assertThat(stream.events("updated")).isEmpty();
            backend.kafka().start();
            service.awaitReady();

            assertThat(stream.awaitEvent("updated").data()).contains(id, "\"READ\"", "\"version\":2");
            assertThat(stream.events("updated")).hasSize(1);
            assertThat(stream.events("reset")).isEmpty();
            assertThat(stream.isOpen()).isTrue();
        }
    }

    @Test
    void storesAfterMongoReturnsWhatWasPublishedWithoutIt() {
        var owner = recipient + "-mongo";
        put(owner, "before");
        awaitListed(owner, 1);

        backend.mongo().stop();
        assertListSaysStoreUnavailable(owner);
        put(owner, "meanwhile");
        awaitDown("mongodb");
        assertListSaysStoreUnavailable(owner);
        backend.mongo().start();
        put(owner, "after");

        awaitListed(owner, 3);
        assertThat(backend.records().everythingOn(Backend.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void goesOnWithOpenStreamOnFeedTopicMadeAnew() {
        var owner = recipient + "-feed";
        try (var stream = service.stream(token(owner))) {
            stream.awaitEvent("ready");

            backend.records().delete(Backend.FEED);
            awaitDown("feed");
            assertNewStreamSaysFeedUnavailable(owner);
            backend.kafka().createTopics(Backend.TOPICS);
            service.awaitReady();

            assertThat(stream.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"feed-remade\"}");
            var id = put(owner, "on-the-new-feed");
            assertThat(stream.awaitEvent("created").data()).contains(id);
            assertThat(stream.events("ready")).hasSize(1);
        }
    }

    private void awaitDown(String check) {
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(service.readiness().down()).containsKey(check));
        assertThat(Readiness.status(service.managementUrl("/q/health/live"))).isEqualTo(200);
    }

    private void awaitListed(String owner, int items) {
        await().atMost(CAUGHT_UP)
                .untilAsserted(() -> given().auth()
                        .oauth2(token(owner))
                        .get(service.url("/api/notifications"))
                        .then()
                        .statusCode(200)
                        .body("page.totalElements", equalTo(items)));
    }

    private void assertListSaysStoreUnavailable(String owner) {
        given().auth()
                .oauth2(token(owner))
                .get(service.url("/api/notifications"))
                .then()
                .statusCode(503)
                .header("Retry-After", matchesRegex("[1-9]\\d*"))
                .body("code", equalTo("store-unavailable"))
                .time(lessThan(AT_ONCE_MILLIS));
    }

    private void assertNewStreamSaysFeedUnavailable(String owner) {
        try (var refused = service.stream(token(owner))) {
            assertThat(refused.answer().statusCode()).isEqualTo(503);
        }
        given().auth()
                .oauth2(token(owner))
                .get(service.url("/api/notifications/stream"))
                .then()
                .body("code", equalTo("feed-unavailable"));
    }

    private String put(String owner, String event) {
        backend.records()
                .put(
                        Backend.EVENTS,
                        Events.inApp(owner, event).with("source", "/" + owner).bytes());
        return NotificationId.derivedFrom("/" + owner, event).value();
    }

    private String token(String owner) {
        return backend.token(owner);
    }
}
