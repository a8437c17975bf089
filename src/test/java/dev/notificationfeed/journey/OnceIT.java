package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Follower.Seen;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An event that is delivered several times, or to several replicas, is stored once and published once. */
@Tag(Scale.TAG)
@Tag(Scale.LOSS)
@TestInstance(Lifecycle.PER_CLASS)
class OnceIT {

    private static final int PEOPLE = 5;
    private static final int EVENTS_EACH = Scale.of(50, 200);
    private static final int RESTARTS = Scale.of(1, 2);
    private static final Duration SEEN = Duration.ofSeconds(30);

    private TwoReplicas replicas;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        replicas = TwoReplicas.start(data, "once");
    }

    @AfterAll
    void stopBoth() {
        replicas.close();
    }

    @Test
    void redeliveryRevivesNothingAndDeadLettersNothing() {
        var person = person();
        var history = history(person.recipient());
        try (var here = person.tab(replicas.one());
                var there = person.tab(replicas.other())) {
            await().until(() -> here.opened() > 0 && there.opened() > 0);
            history.forEach(this::sendTwice);
            replicas.awaitIngested();
            assertThat(person.mark(replicas.one(), item(person, "read"), "mark-read"))
                    .isEqualTo(200);
            assertThat(person.mark(replicas.other(), item(person, "archived"), "archive"))
                    .isEqualTo(200);
            var expected = Map.of(
                    item(person, "untouched"), new Seen(1, "UNREAD"),
                    item(person, "read"), new Seen(2, "READ"),
                    item(person, "archived"), new Seen(2, "ARCHIVED"),
                    item(person, "changed"), new Seen(2, "READ"),
                    item(person, "withdrawn"), new Seen(2, null));
            await().atMost(SEEN).untilAsserted(() -> assertThat(here.items()).isEqualTo(expected));
            var stored = stored();

            redeliver(history);

            assertThat(stored()).isEqualTo(stored);
            awaitSentinel(person, here, there);
            assertThat(here.items()).containsAllEntriesOf(expected).isEqualTo(there.items());
            assertThat(Stream.of(here, there).flatMap(tab -> tab.breaches().stream()))
                    .isEmpty();

            assertThat(person.erase(replicas.other())).isEqualTo(204);
            redeliver(history);

            assertThat(person.items(replicas.one())).isEmpty();
            assertThat(replicas.backend().documents().of(person.recipient())).isEmpty();
            await().atMost(SEEN)
                    .untilAsserted(() -> assertThat(List.of(here, there)).allSatisfy(tab -> {
                        assertThat(tab.resets()).containsExactly("erased");
                        assertThat(tab.present()).isEmpty();
                        assertThat(tab.unread()).isZero();
                    }));
            assertThat(deadLetters()).isEmpty();
        }
    }

    @Test
    void rebalancesUnderLoadLeaveOneDocumentPerItemAndNoDuplicateVersion() {
        var people = Stream.generate(this::person).limit(PEOPLE).toList();
        var tabs = people.stream()
                .map(person -> person.tab(replicas.one(), replicas.other()))
                .toList();
        try {
            await().until(() -> tabs.stream().allMatch(tab -> tab.opened() > 0));
            var sending = CompletableFuture.runAsync(() -> sendSlowly(people));
            for (int i = 0; i < RESTARTS; i++) {
                assertThat(replicas.other().terminate()).isIn(0, 143);
                replicas.other().startAgain();
                replicas.other().awaitReady();
            }
            sending.join();
            replicas.awaitIngested();

            for (int i = 0; i < PEOPLE; i++) {
                assertComplete(people.get(i), tabs.get(i));
            }
            assertThat(deadLetters()).isEmpty();
        } finally {
            tabs.forEach(Follower::close);
        }
    }

    /** Each item is created and then marked read, and a third of the events are sent twice. */
    private void sendSlowly(List<Person> people) {
        var pace = Duration.ofMillis(100);
        for (int number = 0; number < EVENTS_EACH; number++) {
            for (var person : people) {
                var created = own(Events.inApp(person.recipient(), "load-" + number));
                replicas.upstream().send(created);
                replicas.upstream().send(changed(person.recipient(), "load-" + number));
                if (number % 3 == 0) {
                    replicas.upstream().send(created);
                }
            }
            await().pollDelay(pace).until(() -> true);
        }
    }

    private void assertComplete(Person person, Follower tab) {
        var expected = IntStream.range(0, EVENTS_EACH)
                .boxed()
                .collect(Collectors.toMap(number -> item(person, "load-" + number), number -> new Seen(2, "READ")));
        assertThat(person.items(replicas.one())).isEqualTo(expected);
        assertThat(replicas.backend().documents().of(person.recipient())).hasSize(EVENTS_EACH);
        // The count follows the change in a frame of its own.
        await().atMost(SEEN).untilAsserted(() -> {
            assertThat(tab.items()).isEqualTo(expected);
            assertThat(tab.unread()).isZero();
        });
        assertThat(tab.breaches()).isEmpty();
        assertThat(tab.resets()).isEmpty();
    }

    private static List<SampleEvent> history(String recipient) {
        var history = new ArrayList<SampleEvent>();
        for (var name : List.of("untouched", "read", "archived", "changed", "withdrawn")) {
            history.add(own(Events.inApp(recipient, name)));
        }
        history.add(changed(recipient, "changed"));
        history.add(own(Events.withdrawn(recipient, "withdrawn-end", recipient + "/withdrawn")));
        return history;
    }

    private static SampleEvent changed(String recipient, String item) {
        return own(Events.statusChanged(
                recipient, item + "-changed", recipient + "/" + item, "READ", "2025-09-10T10:00:00Z"));
    }

    private void sendTwice(SampleEvent event) {
        replicas.upstream().send(event);
        replicas.upstream().send(event);
    }

    /** Unchanged, in the other content mode, and under wrong keys, which put it on other partitions. */
    private void redeliver(List<SampleEvent> history) {
        history.forEach(this::sendTwice);
        history.forEach(event -> replicas.backend().records().put(inBinaryMode(event)));
        history.forEach(event ->
                IntStream.range(0, 8).forEach(key -> replicas.upstream().send("wrong-key-" + key, event.bytes())));
        replicas.awaitIngested();
    }

    private static ProducerRecord<byte[], byte[]> inBinaryMode(SampleEvent event) {
        var key = event.field("data").path("recipient").asText().getBytes(UTF_8);
        var value = event.field("data").toString().getBytes(UTF_8);
        var record = new ProducerRecord<>(Backend.EVENTS, key, value);
        record.headers().add("content-type", "application/json".getBytes(UTF_8));
        for (var attribute : List.of("specversion", "id", "source", "type", "time")) {
            record.headers()
                    .add("ce_" + attribute, event.field(attribute).asText().getBytes(UTF_8));
        }
        return record;
    }

    /** Once this event has been shown, all earlier ones have been handled. */
    private void awaitSentinel(Person person, Follower... tabs) {
        replicas.upstream().send(own(Events.inApp(person.recipient(), "sentinel")));
        await().atMost(SEEN)
                .until(() -> Stream.of(tabs).allMatch(tab -> tab.items().containsKey(item(person, "sentinel"))));
    }

    private Map<String, Long> stored() {
        return replicas.backend().documents().all().stream()
                .collect(Collectors.toMap(item -> item.getString("_id"), (Document item) -> item.getLong("version")));
    }

    private List<String> deadLetters() {
        return replicas.backend().records().everythingOn(Backend.DEAD_LETTERS).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private Person person() {
        return new Person(replicas.backend(), UUID.randomUUID().toString());
    }

    /** Event ids are unique across recipients. */
    private static SampleEvent own(SampleEvent event) {
        return event.with("id", event.field("data").path("recipient").asText() + "/" + event.id());
    }

    private static String item(Person person, String event) {
        return NotificationId.derivedFrom(Events.SOURCE, person.recipient() + "/" + event)
                .value();
    }
}
