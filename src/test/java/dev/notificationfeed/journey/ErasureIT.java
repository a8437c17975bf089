package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Erased data stays erased after restarts, redelivery and a Kafka outage. */
@TestInstance(Lifecycle.PER_CLASS)
class ErasureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Pair pair;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        pair = Pair.start(data, "erasure");
    }

    @AfterAll
    void stopBoth() {
        pair.close();
    }

    @Test
    void staysErasedAfterARestartOfAllReplicasAndARedelivery() {
        var person = person();
        var history = history(person);
        String position;
        try (var before = pair.one().stream(person.token())) {
            position = before.awaitEvent("ready").id();
            history.forEach(pair.upstream()::send);
            before.awaitEvents("created", 3);
            assertThat(person.erase(pair.one())).isEqualTo(204);
            before.awaitEvent("reset");
        }
        awaitNoTraceOf(person);

        pair.both().forEach(ServiceProcess::kill);
        pair.both().forEach(ServiceProcess::startAgain);
        pair.both().forEach(ServiceProcess::awaitReady);
        assertNothingIsListed(person);
        history.forEach(pair.upstream()::send);
        pair.awaitIngested();

        assertNothingIsListed(person);
        awaitNoTraceOf(person);
        assertThat(pair.backend().records().everythingOn(Backend.DEAD_LETTERS)).isEmpty();
        for (var replica : pair.both()) {
            assertShownNothingSince(position, person, replica, event(person, "after-" + replica.url("")));
        }
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void erasesItemsWhosePublicationWaitsForKafka() {
        var person = person();
        try (var open = pair.one().stream(person.token())) {
            var position = open.awaitEvent("ready").id();
            var published = event(person, "published");
            var waiting = event(person, "waiting");
            pair.upstream().send(published);
            open.awaitEvent("created");

            storeWhileKafkaIsAway(person, waiting);
            await().atMost(PATIENCE).until(() -> person.erase(pair.other()) == 204);
            assertNothingIsListed(person);
            pair.backend().kafka().start();

            pair.both().forEach(ServiceProcess::awaitReady);
            pair.awaitIngested();
            awaitNoTraceOf(person);
            var after = event(person, "after");
            assertShownNothingSince(position, person, pair.other(), after);
            await().atMost(PATIENCE).until(() -> itemsOf(open.events("created")).contains(item(after)));
            assertThat(open.events("reset")).hasSize(1);
            assertThat(itemsOf(createdAfterReset(open))).containsExactly(item(after));
            assertThat(itemsOf(open.events("created"))).startsWith(item(published));
            assertThat(pair.backend().records().everythingOn(Backend.DEAD_LETTERS))
                    .isEmpty();
        } finally {
            pair.backend().mongo().start();
            pair.backend().kafka().start();
        }
    }

    /** Publications already in flight at the erasure may still arrive before the reset, after which readers drop them. */
    private static List<SseFrame> createdAfterReset(SseReader reader) {
        return reader.frames().stream()
                .dropWhile(frame -> !frame.is("reset"))
                .filter(frame -> frame.is("created"))
                .toList();
    }

    /** Ingest waits for MongoDB first, so that it has the event when Kafka stops; then it waits for Kafka to publish. */
    private void storeWhileKafkaIsAway(Person person, SampleEvent event) {
        var logs = pair.both().stream().map(LogTail::of).toList();
        pair.backend().mongo().stop();
        pair.upstream().send(event);
        pair.upstream().flush();
        awaitWaiting(logs, "store");
        pair.backend().kafka().stop();
        pair.backend().mongo().start();
        awaitWaiting(logs, "publish");
        assertThat(pair.backend().documents().of(person.recipient())).hasSize(2);
    }

    private static void awaitWaiting(List<LogTail> logs, String step) {
        await().atMost(PATIENCE)
                .until(() -> logs.stream()
                        .anyMatch(log -> !log.entries("ingest waits step=\"" + step + "\"")
                                .isEmpty()));
    }

    private void assertNothingIsListed(Person person) {
        for (var replica : pair.both()) {
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(person.unread(replica)).isZero());
            assertThat(person.items(replica)).isEmpty();
            assertThat(person.itemsForStaff(replica)).isEmpty();
        }
    }

    /** Nor does any field identify the person. */
    private void awaitNoTraceOf(Person person) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pair.backend().documents().all())
                        .isNotEmpty()
                        .noneMatch(document -> document.toJson().contains(person.recipient())));
    }

    /** The stream shows one reset, then new events as usual. */
    private void assertShownNothingSince(String position, Person person, ServiceProcess replica, SampleEvent now) {
        pair.upstream().send(now);
        pair.awaitIngested();
        try (var late = SseReader.resume(replica.streams(), person.token(), position)) {
            assertThat(late.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"erased\"}");
            await().atMost(PATIENCE).until(() -> itemsOf(late.events("created")).contains(item(now)));
            assertThat(late.events("reset")).hasSize(1);
            assertThat(itemsOf(late.events("created")))
                    .isSubsetOf(person.items(replica).keySet());
        }
    }

    private static List<SampleEvent> history(Person person) {
        var read = Events.statusChanged(
                person.recipient(),
                person.recipient() + "/reading",
                person.recipient() + "/read",
                "READ",
                "2025-09-10T10:00:00Z");
        var withdrawal = Events.withdrawn(
                person.recipient(), person.recipient() + "/withdrawal", person.recipient() + "/withdrawn");
        return Stream.concat(
                        Stream.of("untouched", "read", "withdrawn").map(name -> event(person, name)),
                        Stream.of(read, withdrawal))
                .toList();
    }

    /** Event ids are unique across recipients. */
    private static SampleEvent event(Person person, String name) {
        return Events.inApp(person.recipient(), person.recipient() + "/" + name);
    }

    private static String item(SampleEvent event) {
        return NotificationId.derivedFrom(Events.SOURCE, event.id()).value();
    }

    private static List<String> itemsOf(List<SseFrame> frames) {
        return frames.stream().map(frame -> frame.data().substring(7, 31)).toList();
    }

    private Person person() {
        return new Person(pair.backend(), UUID.randomUUID().toString());
    }
}
