package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that reconnects to any replica receives exactly what it missed, or a reset with a reason. */
@TestInstance(Lifecycle.PER_CLASS)
class ResumeIT {

    private static final int HISTORY = Scale.of(20, 100);
    private static final Duration SOON = Duration.ofSeconds(30);

    private TwoReplicas replicas;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        replicas = TwoReplicas.start(data, "resume");
    }

    @AfterAll
    void stopBoth() {
        replicas.close();
    }

    @Test
    @Tag(Scale.TAG)
    void resumesAtEveryPositionOnTheOtherReplica() {
        var person = person();
        try (var stream = replicas.one().stream(person.token())) {
            stream.awaitEvent("ready");
            IntStream.range(0, HISTORY).forEach(i -> send(person, "item-" + i));
            stream.awaitEvents("created", HISTORY);
            IntStream.range(0, HISTORY)
                    .forEach(i -> person.mark(replicas.other(), item(person, "item-" + i), "mark-read"));
            stream.awaitEvents("updated", HISTORY);

            var frames = positioned(stream);
            for (int i = 0; i < frames.size(); i++) {
                assertMissedExactly(person, replicas.other(), frames.get(i).id(), frames.subList(i + 1, frames.size()));
            }
        }
    }

    @Test
    void positionsAreValidAfterARestart() {
        var person = person();
        String position;
        try (var before = replicas.one().stream(person.token())) {
            before.awaitEvent("ready");
            send(person, "before");
            position = before.awaitEvent("created").id();
        }
        replicas.one().terminate();
        try (var meanwhile = replicas.other().stream(person.token())) {
            meanwhile.awaitEvent("ready");
            send(person, "meanwhile");
            send(person, "meanwhile-too");
            meanwhile.awaitEvents("created", 2);
            replicas.one().startAgain();
            replicas.one().awaitReady();

            try (var after = SseReader.resume(replicas.one().streams(), person.token(), position)) {
                assertThat(after.awaitEvent("ready").data()).contains("\"resumed\":true", "\"unread\":3");
                assertThat(after.awaitEvents("created", 2)).isEqualTo(meanwhile.events("created"));
                send(person, "live");
                assertThat(after.awaitEvents("created", 3)).isEqualTo(meanwhile.awaitEvents("created", 3));
                assertThat(after.events("reset")).isEmpty();
            }
        }
    }

    @Test
    void resumesOnAReplicaThatHasNotReadThatFar() {
        var person = person();
        send(person, "item");
        replicas.awaitIngested();
        try (var ahead = replicas.one().stream(person.token())) {
            ahead.awaitEvent("ready");
            replicas.other().freeze();
            try {
                for (var mark : List.of("mark-read", "mark-unread", "archive")) {
                    assertThat(person.mark(replicas.one(), item(person, "item"), mark))
                            .isEqualTo(200);
                }
                ahead.awaitEvents("updated", 3);
            } finally {
                replicas.other().thaw();
            }
            var seen = ahead.events("updated");

            try (var late = SseReader.resume(
                    replicas.other().streams(), person.token(), seen.get(1).id())) {
                assertThat(late.awaitEvent("ready").data()).contains("\"resumed\":true");
                assertThat(person.mark(replicas.one(), item(person, "item"), "mark-unread"))
                        .isEqualTo(200);
                assertThat(late.awaitEvents("updated", 2))
                        .containsExactly(
                                seen.get(2), ahead.awaitEvents("updated", 4).get(3));
                assertThat(late.events("reset")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, malformed",
        "{epoch}-999-1, malformed",
        "0000000000-0-1, unknown-epoch",
        "{epoch}-{partition}-999999, ahead"
    })
    void resetsWithAReasonForAnInvalidPositionAndContinuesFromThePresent(String position, String reason) {
        var person = person();
        try (var stream = replicas.one().stream(person.token())) {
            var parts = stream.awaitEvent("ready").id().split("-");
            var sent = position.replace("{epoch}", parts[0]).replace("{partition}", parts[1]);

            assertReset(person, replicas.other(), sent, reason);
        }
    }

    @Test
    void resetsAClientWhosePersonWasErasedWhileItWasDisconnected() {
        var person = person();
        try (var stream = replicas.one().stream(person.token())) {
            var position = stream.awaitEvent("ready").id();
            send(person, "item");
            stream.awaitEvent("created");
            assertThat(person.erase(replicas.one())).isEqualTo(204);
            stream.awaitEvent("reset");

            try (var late = SseReader.resume(replicas.other().streams(), person.token(), position)) {
                assertThat(late.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"erased\"}");
                send(person, "after");
                assertThat(late.awaitEvent("created").data()).contains(item(person, "after"));
                assertThat(late.events("created")).hasSize(1);
                assertThat(late.events("reset")).hasSize(1);
                assertThat(late.awaitEvent("ready").data()).contains("\"unread\":0");
            }
        }
    }

    /** Each case starts another replica. */
    static Stream<Map<String, String>> smallRecentFeeds() {
        return Stream.of(
                Map.of("NOTIFICATIONS_FEED_RECENT_RECORDS", "5"),
                Map.of("NOTIFICATIONS_FEED_RECENT_BYTES", "5000"),
                Map.of("NOTIFICATIONS_FEED_RECENT_TIME", "2s"));
    }

    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    @ParameterizedTest
    @MethodSource("smallRecentFeeds")
    void resetsAClientWhosePositionWasEvictedFromASmallRecentFeed(Map<String, String> bound) {
        var settings = new HashMap<>(replicas.backend().environment());
        settings.putAll(bound);
        var person = person();
        try (var small = ServiceProcess.start("resume-small", settings)) {
            small.awaitReady();
            try (var stream = replicas.one().stream(person.token())) {
                var position = stream.awaitEvent("ready").id();
                IntStream.range(0, 30).forEach(i -> send(person, "item-" + i));
                stream.awaitEvents("created", 30);
                await().atMost(SOON).until(() -> small.metric("notifications_feed_recent_records") < 30);

                assertReset(person, small, position, "too-old");
                stream.awaitEvents("created", 31);
                assertMissedExactly(
                        person, replicas.one(), position, positioned(stream).subList(1, 32));
            }
        }
    }

    private void assertReset(Person person, ServiceProcess replica, String position, String reason) {
        try (var stream = SseReader.resume(replica.streams(), person.token(), position)) {
            assertThat(stream.awaitEvent("ready").data()).contains("\"resumed\":false");
            assertThat(stream.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"" + reason + "\"}");
            send(person, "after-" + reason);
            assertThat(stream.awaitEvent("created").data()).contains(item(person, "after-" + reason));
            assertThat(stream.events("created")).hasSize(1);
            assertThat(stream.events("reset")).hasSize(1);
        }
    }

    private static void assertMissedExactly(
            Person person, ServiceProcess replica, String position, List<SseFrame> missed) {
        try (var stream = SseReader.resume(replica.streams(), person.token(), position)) {
            await().atMost(SOON).until(() -> positioned(stream).size() > missed.size());
            var frames = positioned(stream);
            assertThat(frames.get(0).data()).contains("\"resumed\":true");
            assertThat(frames.get(0).id()).isEqualTo(position);
            assertThat(frames.subList(1, frames.size())).isEqualTo(missed);
        }
    }

    private static List<SseFrame> positioned(SseReader stream) {
        return stream.frames().stream()
                .filter(frame -> frame.event() != null && frame.id() != null)
                .toList();
    }

    private Person person() {
        return new Person(replicas.backend(), UUID.randomUUID().toString());
    }

    private void send(Person person, String event) {
        replicas.upstream().send(Events.inApp(person.recipient(), person.recipient() + "/" + event));
    }

    private static String item(Person person, String event) {
        return NotificationId.derivedFrom(Events.SOURCE, person.recipient() + "/" + event)
                .value();
    }
}
