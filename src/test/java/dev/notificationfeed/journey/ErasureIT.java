package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
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

    private TwoReplicas replicas;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        replicas = TwoReplicas.start(data, "erasure");
    }

    @AfterAll
    void stopBoth() {
        replicas.close();
    }

    @Test
    void staysErasedAfterARestartOfAllReplicasAndARedelivery() {
        var person = person();
        var history = history(person);
        String position;
        try (var before = replicas.one().stream(person.token())) {
            position = before.awaitEvent("ready").id();
            history.forEach(replicas.upstream()::send);
            before.awaitEvents("created", 3);
            assertThat(person.erase(replicas.one())).isEqualTo(204);
            before.awaitEvent("reset");
        }
        awaitNoTraceOf(person);

        replicas.both().forEach(ServiceProcess::kill);
        replicas.upstream().send(event(person, "published-before"));
        replicas.upstream().flush();
        eraseWithoutKafka(person);
        replicas.both().forEach(ServiceProcess::startAgain);
        replicas.both().forEach(ServiceProcess::awaitReady);
        assertNothingIsListed(person);
        history.forEach(replicas.upstream()::send);
        replicas.upstream().send(replayedAnHourLater(event(person, "replayed")));
        replicas.awaitIngested();

        assertNothingIsListed(person);
        awaitNoTraceOf(person);
        assertThat(replicas.backend().records().everythingOn(Backend.DEAD_LETTERS))
                .isEmpty();
        for (var replica : replicas.both()) {
            assertShownNothingSince(position, person, replica, event(person, "after-" + replica.url("")));
        }
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void erasesItemsWhosePublicationWaitsForKafka() {
        var person = person();
        try (var open = replicas.one().stream(person.token())) {
            var position = open.awaitEvent("ready").id();
            var published = event(person, "published");
            var waiting = event(person, "waiting");
            replicas.upstream().send(published);
            open.awaitEvent("created");

            storeWhileKafkaIsAway(person, waiting);
            await().atMost(PATIENCE).until(() -> person.erase(replicas.other()) == 204);
            assertNothingIsListed(person);
            replicas.backend().kafka().start();

            replicas.both().forEach(ServiceProcess::awaitReady);
            replicas.awaitIngested();
            awaitNoTraceOf(person);
            var after = event(person, "after");
            assertShownNothingSince(position, person, replicas.other(), after);
            await().atMost(PATIENCE).until(() -> itemsOf(open.events("created")).contains(item(after)));
            assertThat(open.events("reset")).hasSize(1);
            assertThat(itemsOf(createdAfterReset(open))).containsExactly(item(after));
            assertThat(itemsOf(open.events("created"))).startsWith(item(published));
            assertThat(replicas.backend().records().everythingOn(Backend.DEAD_LETTERS))
                    .isEmpty();
        } finally {
            replicas.backend().mongo().start();
            replicas.backend().kafka().start();
        }
    }

    /** A replica that cannot read the topic erases, so that the events there are read after the erasure. */
    private void eraseWithoutKafka(Person person) {
        var environment = new HashMap<>(replicas.backend().environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:1");
        try (var replica = ServiceProcess.start("erasure-without-kafka", environment)) {
            replica.awaitLive();
            await().ignoreExceptions().atMost(PATIENCE).until(() -> person.erase(replica) == 204);
        }
    }

    /** As the replay of dead letters sends it. */
    private static ProducerRecord<byte[], byte[]> replayedAnHourLater(SampleEvent event) {
        var record = new ProducerRecord<byte[], byte[]>(Backend.EVENTS, event.bytes());
        var published = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
        record.headers().add("dead-letter-timestamp", String.valueOf(published).getBytes(UTF_8));
        return record;
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
        var logs = replicas.both().stream().map(LogTail::of).toList();
        replicas.backend().mongo().stop();
        replicas.upstream().send(event);
        replicas.upstream().flush();
        awaitWaiting(logs, "store");
        replicas.backend().kafka().stop();
        replicas.backend().mongo().start();
        awaitWaiting(logs, "publish");
        assertThat(replicas.backend().documents().of(person.recipient())).hasSize(2);
    }

    private static void awaitWaiting(List<LogTail> logs, String step) {
        await().atMost(PATIENCE)
                .until(() -> logs.stream()
                        .anyMatch(log -> !log.entries("ingest waits step=\"" + step + "\"")
                                .isEmpty()));
    }

    private void assertNothingIsListed(Person person) {
        for (var replica : replicas.both()) {
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
                .untilAsserted(() -> assertThat(replicas.backend().documents().all())
                        .isNotEmpty()
                        .noneMatch(document -> document.toJson().contains(person.recipient())));
    }

    /** The stream shows one reset, then new events as usual. */
    private void assertShownNothingSince(String position, Person person, ServiceProcess replica, SampleEvent now) {
        replicas.upstream().send(now);
        replicas.awaitIngested();
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
        return new Person(replicas.backend(), UUID.randomUUID().toString());
    }
}
