package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Follower.Seen;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Random changes from upstream and from tabs: at the end every tab shows the state of the store. */
@Tag(Scale.TAG)
@TestInstance(Lifecycle.PER_CLASS)
class ConvergenceIT {

    private static final int OPERATIONS = Scale.of(800, 10_000);
    private static final int EVENTS_AT_ONCE = 5;
    private static final int CUT_EVERY_MILLIS = 1000;
    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);
    private static final Duration CONVERGED = Duration.ofSeconds(2);

    /** An overloaded machine may answer 503; the change may still be applied, and the final comparison covers that. */
    private static final Set<Integer> EXPECTED = Set.of(200, 404, 503);

    private final long seed =
            Long.getLong("journey.seed", ThreadLocalRandom.current().nextLong());
    private TwoReplicas replicas;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        replicas = TwoReplicas.start(data, "convergence");
    }

    @AfterAll
    void stopBoth() {
        replicas.close();
    }

    @Test
    void everyTabShowsTheStateOfTheStoreWithinTwoSecondsOfTheLastChange() {
        System.out.println("seed of this run: -Djourney.seed=" + seed);
        var person = new Person(replicas.backend(), "convergence-" + Long.toHexString(seed));
        try (var here = person.tab(replicas.one());
                var moving = person.tab(replicas.one(), replicas.other());
                var there = person.tab(replicas.other())) {
            await().until(() -> Stream.of(here, moving, there).allMatch(tab -> tab.opened() > 0));

            var answers = operate(person, moving);
            assertThat(answers).isSubsetOf(EXPECTED);
            awaitFinalState(person);

            await("tabs of seed " + seed)
                    .atMost(CONVERGED)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertShowStore(person, here, moving, there));
            assertThat(person.items(replicas.one()))
                    .isEqualTo(person.items(replicas.other()))
                    .isEqualTo(stored(person));
            assertThat(person.unread(replicas.one()))
                    .isEqualTo(person.unread(replicas.other()))
                    .isEqualTo(unread(stored(person)));
            for (var tab : List.of(here, moving, there)) {
                assertThat(tab.breaches()).isEmpty();
                assertThat(tab.resets()).isEmpty();
            }
            assertThat(moving.opened()).isGreaterThan(Scale.of(1, 10));
            assertThat(replicas.backend().records().everythingOn(Backend.DEAD_LETTERS))
                    .isEmpty();
        }
    }

    @Test
    void sendsTheSameFramesOnBothReplicas() {
        var person = new Person(replicas.backend(), "frames-" + Long.toHexString(seed));
        var id = NotificationId.derivedFrom(Events.SOURCE, person.recipient()).value();
        try (var here = replicas.one().stream(person.token());
                var there = replicas.other().stream(person.token())) {
            here.awaitEvent("ready");
            there.awaitEvent("ready");

            replicas.upstream().send(Events.inApp(person.recipient(), person.recipient()));
            assertThat(there.awaitEvent("created")).isEqualTo(here.awaitEvent("created"));
            there.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":1}"));
            assertThat(person.mark(replicas.one(), id, "mark-read")).isEqualTo(200);

            assertThat(there.awaitEvent("updated").data()).contains(id, "\"READ\"", "\"version\":2");
            assertThat(here.awaitEvent("updated")).isEqualTo(there.awaitEvent("updated"));
            there.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":0}"));
        }
    }

    @Test
    void reportsStreamsAsAvailableOnBothReplicas() {
        for (var replica : replicas.both()) {
            await().atMost(CAUGHT_UP)
                    .until(() -> Readiness.status(replica.url("/api/capabilities/check?require=notifications.stream"))
                            == 200);
        }
    }

    /** Half of the changes come from upstream, half from three tabs, concurrently; returns the HTTP statuses. */
    private Set<Integer> operate(Person person, Follower moving) {
        var events = new RandomEvents(seed, replicas.upstream(), person.recipient());
        var cutting = Executors.newSingleThreadScheduledExecutor();
        cutting.scheduleAtFixedRate(moving::cut, CUT_EVERY_MILLIS, CUT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var sending = CompletableFuture.runAsync(() -> send(events));
        var marking = IntStream.range(0, 3)
                .mapToObj(tab -> new RandomMarks(
                        seed + tab, person, events.items(), replicas.both().get(tab % 2)))
                .map(marks -> CompletableFuture.supplyAsync(() -> mark(marks)))
                .toList();
        try {
            sending.join();
            return marking.stream()
                    .flatMap(statuses -> statuses.join().stream())
                    .collect(Collectors.toSet());
        } finally {
            cutting.shutdownNow();
        }
    }

    /** Sends events in small groups, so that they interleave with the marks. */
    private void send(RandomEvents events) {
        for (int i = 1; i <= OPERATIONS / 2; i++) {
            events.next();
            if (i % EVENTS_AT_ONCE == 0) {
                replicas.upstream().flush();
            }
        }
    }

    private Set<Integer> mark(RandomMarks marks) {
        return Stream.generate(marks::next).limit((OPERATIONS / 2 + 2) / 3).collect(Collectors.toSet());
    }

    /** The store has its final state when all events are committed and no sentAt or expiresAt lies in the future. */
    private void awaitFinalState(Person person) {
        replicas.awaitIngested();
        await().atMost(CAUGHT_UP).pollInterval(Duration.ofMillis(20)).until(() -> hasNoFutureTransition(person));
    }

    private boolean hasNoFutureTransition(Person person) {
        var now = Instant.now();
        return documents(person).noneMatch(item -> isAfter(item, "sentAt", now) || isAfter(item, "expiresAt", now));
    }

    private void assertShowStore(Person person, Follower... tabs) {
        var stored = stored(person);
        for (var tab : tabs) {
            assertThat(shown(tab)).isEqualTo(stored);
            assertThat(tab.unread()).isEqualTo(unread(stored));
        }
    }

    private static Map<String, Seen> shown(Follower tab) {
        var items = new HashMap<>(tab.items());
        items.values().removeIf(item -> item.status() == null);
        return items;
    }

    private static int unread(Map<String, Seen> items) {
        return (int) items.values().stream()
                .filter(item -> item.status().equals("UNREAD"))
                .count();
    }

    /** The items that a person should see according to the documents. */
    private Map<String, Seen> stored(Person person) {
        var now = Instant.now();
        return documents(person)
                .filter(item -> !isAfter(item, "sentAt", now))
                .filter(item -> !item.containsKey("expiresAt") || isAfter(item, "expiresAt", now))
                .collect(Collectors.toMap(
                        item -> item.getString("_id"),
                        item -> new Seen(item.getLong("version").intValue(), item.getString("status"))));
    }

    private Stream<Document> documents(Person person) {
        return replicas.backend().documents().of(person.recipient()).stream()
                .filter(item -> !item.containsKey("withdrawnAt"));
    }

    private static boolean isAfter(Document item, String field, Instant now) {
        return item.getDate(field) != null && item.getDate(field).toInstant().isAfter(now);
    }
}
