package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower.Seen;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.notification.NotificationId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Scheduled, expiring and delayed publications reach readers in time, exactly once. */
@Tag(Scale.TAG)
@TestInstance(Lifecycle.PER_CLASS)
class OutboxIT {

    private static final int DUE_AT_ONCE = Scale.of(100, 200);
    private static final Duration AHEAD = Scale.of(Duration.ofSeconds(6), Duration.ofSeconds(20));

    /** The promise is two seconds; in the short form other journeys run on the same machine. */
    private static final Duration IN_TIME = Scale.of(Duration.ofSeconds(4), Duration.ofSeconds(2));

    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(40);

    private TwoReplicas replicas;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        replicas = TwoReplicas.start(data, "outbox");
        warmUp();
    }

    @AfterAll
    void stopBoth() {
        replicas.close();
    }

    /** The promised two seconds apply to a warmed-up replica. */
    private void warmUp() {
        var person = person();
        IntStream.range(0, 20)
                .forEach(i -> send(
                        Events.inApp(person.recipient(), "warm-" + i),
                        Instant.now().plusSeconds(1)));
        for (var replica : replicas.both()) {
            try (var stream = replica.stream(person.token())) {
                await().atMost(AFTER_OUTAGE)
                        .until(() -> person.unread(replica) == 20
                                && person.items(replica).size() == 20);
                assertThat(stream.awaitEvent("ready").data()).contains("\"resumed\":false");
            }
        }
    }

    @Test
    void scheduledItemsAppearOnceOnEveryReplicaAtTheirSentAt() {
        var person = person();
        var moment = Instant.now().plus(AHEAD);
        try (var here = replicas.one().stream(person.token());
                var there = replicas.other().stream(person.token())) {
            IntStream.range(0, DUE_AT_ONCE).forEach(i -> send(Events.inApp(person.recipient(), "due-" + i), moment));
            replicas.awaitIngested();
            assertThat(person.items(replicas.one())).isEmpty();
            assertThat(person.unread(replicas.one())).isZero();
            assertThat(here.events("created")).isEmpty();
            assertThat(Instant.now()).as("everything was stored before sentAt").isBefore(moment);

            shortlyAfter(moment, () -> {
                assertThat(person.items(replicas.one())).hasSize(DUE_AT_ONCE);
                assertThat(person.unread(replicas.other())).isEqualTo(DUE_AT_ONCE);
                assertThat(here.events("created")).hasSize(DUE_AT_ONCE);
                assertThat(there.events("created")).hasSize(DUE_AT_ONCE);
                assertThat(lastUnread(here)).isEqualTo(lastUnread(there)).isEqualTo(unread(DUE_AT_ONCE));
            });

            assertThat(List.of(here, there))
                    .allSatisfy(stream -> assertThat(ids(stream)).doesNotHaveDuplicates());
            assertThat(recordsOf(person)).isLessThan(DUE_AT_ONCE * 3 / 2);
        }
    }

    @Test
    void changesOfAScheduledItemAreShownOnlyFromItsSentAtOn() {
        var person = person();
        var moment = Instant.now().plus(AHEAD);
        var recipient = person.recipient();
        var plain = send(Events.inApp(recipient, "plain"), moment);
        var read = send(Events.inApp(recipient, "read"), moment);
        var email = send(Events.email(recipient, "email"), moment);
        var withdrawn = send(Events.inApp(recipient, "withdrawn"), moment);
        replicas.upstream().send(change(recipient, "read", "READ"));
        replicas.upstream().send(withdrawal(recipient, "withdrawn"));
        replicas.awaitIngested();
        try (var here = replicas.one().stream(person.token());
                var there = replicas.other().stream(person.token())) {
            assertThat(List.of(plain, read, email, withdrawn)).allSatisfy(item -> {
                assertThat(person.status(replicas.one(), item)).isEqualTo(404);
                assertThat(person.mark(replicas.other(), item, "mark-read")).isEqualTo(404);
            });
            assertThat(person.markAllRead(replicas.one())).isEqualTo(200);
            assertThat(person.items(replicas.one())).isEmpty();
            assertThat(person.itemsForStaff(replicas.other()))
                    .containsOnly(
                            Map.entry(plain, new Seen(1, "SCHEDULED")),
                            Map.entry(read, new Seen(2, "SCHEDULED")),
                            Map.entry(email, new Seen(1, "SCHEDULED")));
            assertThat(Instant.now()).isBefore(moment);

            shortlyAfter(moment, () -> {
                assertThat(here.events("created")).hasSize(3).hasSameElementsAs(there.events("created"));
                assertThat(lastUnread(here)).isEqualTo(lastUnread(there)).isEqualTo(unread(1));
            });

            assertThat(person.items(replicas.one()))
                    .containsOnly(
                            Map.entry(plain, new Seen(1, "UNREAD")),
                            Map.entry(read, new Seen(2, "READ")),
                            Map.entry(email, new Seen(1, "PENDING")));
            assertThat(here.events("created")).anySatisfy(isOf(read, "\"READ\"", "\"version\":2"));
            assertThat(here.events("updated")).isEmpty();
            assertThat(here.events("deleted")).isEmpty();
        }
    }

    @Test
    void itemsDisappearAtTheirExpiry() {
        var person = person();
        var end = Instant.now().plus(AHEAD);
        var recipient = person.recipient();
        try (var here = replicas.one().stream(person.token());
                var there = replicas.other().stream(person.token())) {
            send(Events.inApp(recipient, "ends").with("data.expiresAt", end.toString()));
            send(Events.email(recipient, "ends-too").with("data.expiresAt", end.toString()));
            var before = Instant.now().minusSeconds(60).toString();
            send(Events.inApp(recipient, "ended").with("data.expiresAt", before));
            send(Events.email(recipient, "ended-too").with("data.expiresAt", before));
            send(Events.inApp(recipient, "ended-long-ago").with("data.expiresAt", "2025-09-10T00:00:00Z"));
            replicas.awaitIngested();
            assertThat(person.items(replicas.other())).hasSize(2);
            here.awaitEvents("created", 2);
            assertThat(Instant.now()).isBefore(end);

            shortlyAfter(end, () -> {
                assertThat(here.events("deleted")).hasSize(2).hasSameElementsAs(there.events("deleted"));
                assertThat(lastUnread(here)).isEqualTo(lastUnread(there)).isEqualTo(unread(0));
            });

            assertThat(person.items(replicas.one())).isEmpty();
            assertThat(person.unread(replicas.one())).isZero();
            assertThat(replicas.backend().documents().of(recipient)).hasSize(4);
            assertThat(recordsOf(person)).isEqualTo(4);
        }
    }

    @Test
    void endOfTheRetentionIsToldBeforeMongoDbRemovesTheItem() {
        var person = person();
        var documents = replicas.backend().documents();
        try (var here = replicas.one().stream(person.token());
                var there = replicas.other().stream(person.token())) {
            var old = send(Events.inApp(person.recipient(), "old"));
            send(Events.inApp(person.recipient(), "young"));
            here.awaitEvents("created", 2);

            documents.removeAt(old, Instant.now().plus(Duration.ofMinutes(59)));

            await().atMost(AFTER_OUTAGE).untilAsserted(() -> {
                assertThat(here.events("deleted")).singleElement().satisfies(isOf(old, "\"version\":2"));
                assertThat(there.events("deleted")).hasSize(1);
                assertThat(lastUnread(here)).isEqualTo(lastUnread(there)).isEqualTo(unread(1));
            });
            assertThat(person.items(replicas.other())).hasSize(1);
            documents.removeAt(old, Instant.now());
            await().atMost(AFTER_OUTAGE)
                    .until(() -> documents.of(person.recipient()).size() == 1);
            assertThat(person.unread(replicas.one())).isEqualTo(1);
        }
    }

    @Test
    void pendingPublicationsAreShownOnceAfterAKafkaOutage() {
        var person = person();
        var recipient = person.recipient();
        var marked = send(Events.inApp(recipient, "marked"));
        var moment = Instant.now().plus(AHEAD);
        var scheduled = send(Events.inApp(recipient, "scheduled"), moment);
        replicas.upstream().send(change(recipient, "scheduled", "READ"));
        replicas.awaitIngested();
        try (var here = replicas.one().stream(person.token());
                var there = replicas.other().stream(person.token())) {
            there.awaitEvent("ready");
            awaitTime(moment.minusSeconds(1));

            replicas.backend().kafka().stop();
            assertThat(person.mark(replicas.one(), marked, "mark-read")).isEqualTo(200);
            awaitTime(moment.plusSeconds(2));
            assertThat(here.events("updated")).isEmpty();
            replicas.backend().kafka().start();

            await().atMost(AFTER_OUTAGE).untilAsserted(() -> {
                assertThat(there.events("updated")).hasSize(1).allSatisfy(isOf(marked, "\"READ\"", "\"version\":2"));
                assertThat(there.events("created")).hasSize(1).allSatisfy(isOf(scheduled, "\"version\":2"));
                assertThat(itemFrames(here)).isEqualTo(itemFrames(there));
            });
            await().atMost(AFTER_OUTAGE)
                    .untilAsserted(
                            () -> assertThat(replicas.backend().documents().of(recipient))
                                    .noneMatch(item -> item.containsKey("publishAt")));
            assertThat(itemFrames(there)).hasSize(2);
        } finally {
            replicas.backend().kafka().start();
            replicas.both().forEach(ServiceProcess::awaitReady);
        }
    }

    private Person person() {
        return new Person(replicas.backend(), UUID.randomUUID().toString());
    }

    private String send(SampleEvent event, Instant sentAt) {
        return send(event.with("data.sentAt", sentAt.toString()));
    }

    /** Event ids are unique across recipients. */
    private String send(SampleEvent event) {
        var own = event.with("id", unique(event.field("data").path("recipient").asText(), event.id()));
        replicas.upstream().send(own);
        return NotificationId.derivedFrom(Events.SOURCE, own.id()).value();
    }

    private static SampleEvent change(String recipient, String item, String status) {
        return Events.statusChanged(
                recipient,
                unique(recipient, item + "-changed"),
                unique(recipient, item),
                status,
                "2025-09-10T10:00:00Z");
    }

    private static SampleEvent withdrawal(String recipient, String item) {
        return Events.withdrawn(recipient, unique(recipient, item + "-withdrawn"), unique(recipient, item));
    }

    private static String unique(String recipient, String event) {
        return recipient + "/" + event;
    }

    /** Asserts the facts after the moment and within the promised time. */
    private static void shortlyAfter(Instant moment, ThrowingRunnable facts) {
        awaitTime(moment);
        await().atMost(Duration.between(Instant.now(), moment.plus(IN_TIME)))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(facts);
    }

    private static void awaitTime(Instant time) {
        await().atMost(AHEAD.plusSeconds(10)).until(() -> Instant.now().isAfter(time));
    }

    private int recordsOf(Person person) {
        return (int) replicas.backend().records().everythingOn(Backend.FEED).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(person.recipient()))
                .count();
    }

    private static List<SseFrame> itemFrames(SseReader stream) {
        return stream.frames().stream()
                .filter(frame -> frame.is("created") || frame.is("updated") || frame.is("deleted"))
                .toList();
    }

    private static List<String> ids(SseReader stream) {
        return itemFrames(stream).stream()
                .map(frame -> frame.data().substring(0, 33))
                .toList();
    }

    private static String lastUnread(SseReader stream) {
        var counts = stream.events("unread");
        return counts.isEmpty() ? null : counts.get(counts.size() - 1).data();
    }

    private static String unread(int count) {
        return "{\"unread\":" + count + "}";
    }

    private static ThrowingConsumer<SseFrame> isOf(String item, String... words) {
        return frame -> assertThat(frame.data()).contains(item).contains(words);
    }
}
