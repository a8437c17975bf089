package dev.notificationfeed.health;

import static io.restassured.RestAssured.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions increase the counters. Other tests of this JVM increase them too, so the tests compare lower bounds. */
@QuarkusTest
class MetricsComponentTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final String recipient = UUID.randomUUID().toString();

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @TestHTTPResource("/api/notifications/stream")
    URI stream;

    @BeforeEach
    void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> get(management + "health/ready").then().statusCode(200));
    }

    @Test
    void countsAndTimesAnEvent() {
        double stored = value("notifications_events_total", "outcome=\"stored\"");
        double inserted = value("notifications_store_seconds_count", "operation=\"insert\"", "outcome=\"ok\"");
        double read = value("notifications_feed_lag_seconds_count");

        publishGood();

        awaitMore(stored, "notifications_events_total", "outcome=\"stored\"");
        awaitMore(inserted, "notifications_store_seconds_count", "operation=\"insert\"", "outcome=\"ok\"");
        awaitMore(read, "notifications_feed_lag_seconds_count");
    }

    @Test
    void countsADeadLetterUnderItsReason() {
        double refused = value("notifications_dead_letters_total", "reason=\"not-json\"");

        kafka.put("notification-events", "no event".getBytes(UTF_8));

        awaitMore(refused, "notifications_dead_letters_total", "reason=\"not-json\"");
    }

    @Test
    void showsTheNumberOfOpenStreams() {
        awaitStreams(0);

        try (SseReader reader = SseReader.open(stream, Stack.token(recipient))) {
            reader.awaitEvent("ready");
            awaitStreams(1);
        }

        awaitStreams(0);
    }

    @Test
    void countsTheFramesOfStreamsByKind() {
        try (SseReader reader = SseReader.open(stream, Stack.token(recipient))) {
            reader.awaitEvent("ready");
            double items = value("notifications_stream_frames_total", "kind=\"item\"");
            double counts = value("notifications_stream_frames_total", "kind=\"unread\"");

            publishGood();
            reader.awaitEvent("created");
            reader.awaitEvent("unread");

            awaitMore(items, "notifications_stream_frames_total", "kind=\"item\"");
            awaitMore(counts, "notifications_stream_frames_total", "kind=\"unread\"");
        }
    }

    private void publishGood() {
        kafka.put(
                "notification-events",
                Events.inApp(recipient, UUID.randomUUID().toString()).bytes());
    }

    private void awaitStreams(int open) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(value("notifications_streams_open")).isEqualTo(open));
    }

    private void awaitMore(double before, String name, String... tags) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(value(name, tags)).as(name).isGreaterThanOrEqualTo(before + 1));
    }

    /** The sum of all samples with a name and tags; 0 if there are none. */
    private double value(String name, String... tags) {
        return get(management + "metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(tags).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
