package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Follower.Seen;
import dev.notificationfeed.fixture.SseReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The feed topic is recreated or repartitioned under load with open streams; every stream converges afterwards. */
@Tag(Scale.TAG)
@TestInstance(Lifecycle.PER_CLASS)
class FeedRecreatedIT {

    private static final int PEOPLE = Scale.of(4, 10);
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration LOAD = Scale.of(Duration.ofSeconds(6), Duration.ofSeconds(15));
    private static final Duration CONVERGED = Duration.ofSeconds(20);

    private TwoReplicas replicas;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        replicas = TwoReplicas.start(withoutAutoCreation(data), "remade");
    }

    /** With topic auto-creation, clients would recreate the topic with broker defaults while it is being deleted. */
    private static EmbeddedKafka withoutAutoCreation(Path data) {
        return new EmbeddedKafka(data.resolve("kafka"), Ports.free()).withoutTopicCreation();
    }

    @AfterAll
    void stopBoth() {
        replicas.close();
    }

    @Test
    @Tag(Scale.LONG_ONLY)
    void allStreamsConvergeWhenTheFeedGetsMorePartitions() {
        underLoad(() -> replicas.backend().records().addPartitions(Backend.FEED, 7));

        assertMisroutedRecordIsShownOnceAndCanBeResumed();
    }

    @Test
    void allStreamsConvergeWhenTheFeedIsRecreated() {
        underLoad(() -> {
            replicas.backend().records().delete(Backend.FEED);
            await().until(() -> !replicas.backend().records().topics().contains(Backend.FEED));
            replicas.backend().kafka().createTopics(Backend.TOPICS);
        });
    }

    /** An entry with the first version would come after the entry with the second, and readers would show the wrong status. */
    @Test
    @Tag(Scale.LONG_ONLY)
    void publishesTheLatestVersionOfAnItemThatWaitedForTheFeed() {
        var person = person();
        replicas.backend().records().delete(Backend.FEED);
        replicas.both()
                .forEach(replica -> await().atMost(CONVERGED)
                        .until(() -> replica.readiness().down().containsKey("kafka-topics")));
        await().atMost(CONVERGED).until(() -> replicas.one().readiness().down().containsKey("feed"));
        assertNewStreamSaysFeedUnavailable(person);
        replicas.upstream().send(Events.inApp(person.recipient(), "waits"));
        await().atMost(CONVERGED).until(() -> person.unread(replicas.one()) == 1);
        assertThat(person.markAllRead(replicas.one())).isEqualTo(200);

        replicas.backend().kafka().createTopics(Backend.TOPICS);
        replicas.awaitIngested();
        replicas.both().forEach(ServiceProcess::awaitReady);

        assertThat(replicas.backend().records().everythingOn(Backend.FEED).stream()
                        .filter(record -> new String(record.key(), UTF_8).equals(person.recipient())))
                .isNotEmpty()
                .allSatisfy(
                        record -> assertThat(new String(record.value(), UTF_8)).contains("\"version\":2"));
    }

    private void underLoad(Runnable change) {
        var people = Stream.generate(this::person).limit(PEOPLE).toList();
        var tabs = people.stream()
                .map(person -> List.of(person.tab(replicas.one()), person.tab(replicas.other(), replicas.one())))
                .toList();
        try {
            await().until(() -> tabs.stream().flatMap(List::stream).allMatch(tab -> tab.opened() > 0));
            var returning = person();
            var before = positionOf(returning);
            var end = Instant.now().plus(LOAD);
            var load = people.stream()
                    .map(person -> CompletableFuture.runAsync(() -> happenUntil(end, person)))
                    .toList();
            await().pollDelay(BEFORE).until(() -> true);

            change.run();
            load.forEach(CompletableFuture::join);
            replicas.both().forEach(ServiceProcess::awaitReady);
            replicas.awaitIngested();

            for (int i = 0; i < PEOPLE; i++) {
                assertConverges(people.get(i), tabs.get(i));
            }
            try (var stream = SseReader.resume(replicas.other().streams(), returning.token(), before)) {
                assertThat(stream.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"unknown-epoch\"}");
            }
            assertThat(replicas.backend().records().everythingOn(Backend.DEAD_LETTERS))
                    .isEmpty();
        } finally {
            tabs.forEach(both -> both.forEach(Follower::close));
        }
    }

    private void happenUntil(Instant end, Person person) {
        var events = new RandomEvents(person.hashCode(), replicas.upstream(), person.recipient());
        var here = new RandomMarks(person.hashCode(), person, events.items(), replicas.one());
        var there = new RandomMarks(person.hashCode(), person, events.items(), replicas.other());
        while (Instant.now().isBefore(end)) {
            events.next();
            here.next();
            there.next();
        }
    }

    private void assertConverges(Person person, List<Follower> tabs) {
        await().atMost(CONVERGED).untilAsserted(() -> {
            var stored = person.items(replicas.one());
            var unread = person.unread(replicas.other());
            assertThat(tabs).allSatisfy(tab -> {
                assertThat(shown(tab)).isEqualTo(stored);
                assertThat(tab.unread()).isEqualTo(unread);
            });
        });
        assertThat(tabs).allSatisfy(tab -> {
            assertThat(tab.resets()).contains("feed-remade");
            assertThat(tab.breaches()).isEmpty();
        });
    }

    /** A replica that does not know the new partition count yet writes to the old partition: the record is still delivered. */
    private void assertMisroutedRecordIsShownOnceAndCanBeResumed() {
        var person = person();
        try (var here = replicas.one().stream(person.token());
                var there = replicas.other().stream(person.token())) {
            var before = here.awaitEvent("ready").id();
            there.awaitEvent("ready");
            int home = Integer.parseInt(before.split("-")[1]);
            var misrouted =
                    "{\"v\":1,\"change\":\"created\",\"item\":{\"id\":\"68a3768a4f6c9f28f981b6f5\",\"version\":1}}";
            replicas.backend()
                    .records()
                    .put(new ProducerRecord<>(
                            Backend.FEED,
                            (home + 1) % 7,
                            person.recipient().getBytes(UTF_8),
                            misrouted.getBytes(UTF_8)));

            var frame = here.awaitEvent("created");
            assertThat(frame).isEqualTo(there.awaitEvent("created"));
            try (var late = SseReader.resume(replicas.other().streams(), person.token(), before)) {
                assertThat(late.awaitEvent("created")).isEqualTo(frame);
            }
            try (var later = SseReader.resume(replicas.one().streams(), person.token(), frame.id())) {
                assertThat(later.awaitEvent("ready").data()).contains("\"resumed\":true");
                assertThat(later.events("created")).isEmpty();
            }
            assertThat(Stream.of(here, there).map(stream -> stream.events("created")))
                    .allSatisfy(frames -> assertThat(frames).hasSize(1));
        }
    }

    private void assertNewStreamSaysFeedUnavailable(Person person) {
        given().auth()
                .oauth2(person.token())
                .get(replicas.one().streams())
                .then()
                .statusCode(503)
                .body("code", equalTo("feed-unavailable"));
    }

    private String positionOf(Person person) {
        try (var stream = replicas.one().stream(person.token())) {
            return stream.awaitEvent("ready").id();
        }
    }

    private static Map<String, Seen> shown(Follower tab) {
        var items = new HashMap<>(tab.items());
        items.values().removeIf(item -> item.status() == null);
        return items;
    }

    private Person person() {
        return new Person(replicas.backend(), UUID.randomUUID().toString());
    }
}
