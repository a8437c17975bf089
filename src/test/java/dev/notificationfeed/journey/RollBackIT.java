package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Follower.Seen;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rolls back to the previous package, on data written by this one, and forward again; as in Kubernetes, the new process is
 * ready before the old one ends.
 */
@Tag(Scale.TAG)
@Tag(Scale.LONG_ONLY)
@TestInstance(Lifecycle.PER_CLASS)
class RollBackIT {

    private static final int RECIPIENTS = 10;
    private static final int CHANGES_EVERY = 50;
    private static final int EVENTS_PER_SECOND = 100;
    private static final int ITEMS = 10;
    private static final Duration UNDER_LOAD = Duration.ofSeconds(5);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(90);

    private Backend backend;
    private Upstream upstream;
    private ServiceProcess present;
    private ServiceProcess previous;

    @BeforeAll
    void startPresentVersion(@TempDir Path data) {
        var application = PreviousPackage.build();
        backend = Backend.start(data);
        upstream = new Upstream(backend.kafka().address());
        previous = ServiceProcess.startFrom(application, "roll-back-previous", backend.environment());
        present = ServiceProcess.start("roll-back-present", backend.environment());
        previous.awaitReady();
        previous.terminate();
        present.awaitReady();
    }

    @AfterAll
    void stopEverything() {
        if (backend != null) {
            previous.close();
            present.close();
            upstream.close();
            backend.close();
        }
    }

    @AfterEach
    void rollForward() {
        if (previous.isAlive()) {
            replace(previous, present);
        }
    }

    @Test
    void eachVersionShowsAndChangesItemsOfTheOther() {
        var person = person();
        sendOneOfEachKind(person);
        awaitIngested();
        assertThat(person.mark(present, item(person, "read"), "mark-read")).isEqualTo(200);
        assertThat(person.mark(present, item(person, "archived"), "archive")).isEqualTo(200);
        assertThat(person.itemsForStaff(present)).hasSize(7);
        assertShowsTheSameAfter(person, present, previous);

        assertThat(person.mark(previous, item(person, "read"), "mark-unread")).isEqualTo(200);
        assertThat(person.mark(previous, item(person, "plain"), "mark-read")).isEqualTo(200);
        send(Events.withdrawn(person.recipient(), id(person, "gone"), id(person, "archived")));
        send(Events.inApp(person.recipient(), id(person, "of-the-previous")));
        awaitIngested();
        assertThat(person.itemsForStaff(previous)).hasSize(7);
        assertShowsTheSameAfter(person, previous, present);
        assertThat(backend.records().everythingOn(Backend.DEAD_LETTERS))
                .noneMatch(letter -> person.recipient().equals(new String(letter.key(), UTF_8)));
    }

    @Test
    void eachVersionErasesItemsOfTheOther() {
        var person = person();
        sendOneOfEachKind(person);
        awaitIngested();
        replace(present, previous);

        assertThat(person.erase(previous)).isEqualTo(204);
        await().atMost(CAUGHT_UP)
                .until(() -> backend.documents().of(person.recipient()).isEmpty());
        replace(previous, present);

        assertThat(person.itemsForStaff(present)).isEmpty();
        try (var stream = present.stream(person.token())) {
            assertThat(stream.awaitEvent("ready").data()).contains("\"unread\":0");
        }
    }

    /** The previous version wrote positions without a leader epoch. It does not know ours, so each client gets one reset there. */
    @Test
    void resumesAtPositionsOfThePreviousVersionWhichResetsAtOurs() {
        var person = person();
        var seen = seenOn(present, person, "before");
        replace(present, previous);
        try (var stream =
                SseReader.resume(previous.streams(), person.token(), seen.get(0).id())) {
            assertThat(stream.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"malformed\"}");
        }

        var seenThen = seenOn(previous, person, "then");
        replace(previous, present);
        assertResumesEverywhere(present, person, seenThen);
    }

    @Test
    void noEventIsLostOrShownTwiceDuringRollBackAndRollForward() throws InterruptedException {
        var history = new History(RECIPIENTS, CHANGES_EVERY);
        var followers = follow(history.recipients());
        var load = Executors.newSingleThreadScheduledExecutor();
        load.scheduleAtFixedRate(() -> history.send(upstream, EVENTS_PER_SECOND / 10), 0, 100, TimeUnit.MILLISECONDS);
        try {
            awaitStoredDuring(UNDER_LOAD);
            replace(present, previous);
            awaitStoredDuring(UNDER_LOAD);
            replace(previous, present);
            awaitStoredDuring(UNDER_LOAD);
        } finally {
            load.shutdown();
            load.awaitTermination(1, TimeUnit.MINUTES);
        }
        awaitIngested();

        assertThat(backend.documents().states()).containsAllEntriesOf(history.states());
        assertThat(deadLettered()).containsExactlyInAnyOrderElementsOf(history.invalidEventPositions());
        history.recipients().forEach(recipient -> assertFollowed(followers.get(recipient), history, recipient));
    }

    /** Seven items: plain, read, archived, e-mail, with all optional fields, expiring, scheduled. */
    private void sendOneOfEachKind(Person person) {
        var recipient = person.recipient();
        for (var kind : List.of("plain", "read", "archived")) {
            send(Events.inApp(recipient, id(person, kind)));
        }
        send(Events.email(recipient, id(person, "mail")));
        send(Events.inApp(recipient, id(person, "full"))
                .with("data.content", "<p>All of it</p>")
                .with("data.tisReference", Map.of("type", "PLACEMENT", "id", "2719224"))
                .with("data.statusDetail", "as sent"));
        send(Events.inApp(recipient, id(person, "expiring"))
                .with("data.expiresAt", Instant.now().plus(Duration.ofHours(1)).toString()));
        send(Events.inApp(recipient, id(person, "scheduled"))
                .with("data.sentAt", Instant.now().plus(Duration.ofHours(1)).toString()));
    }

    private void assertShowsTheSameAfter(Person person, ServiceProcess ending, ServiceProcess following) {
        var items = person.items(ending);
        var forStaff = person.itemsForStaff(ending);
        var unread = person.unread(ending);
        replace(ending, following);

        assertThat(person.items(following)).isEqualTo(items);
        assertThat(person.itemsForStaff(following)).isEqualTo(forStaff);
        assertThat(person.unread(following)).isEqualTo(unread);
    }

    /** Creates items and a mark, and returns the frames with a position that a stream shows. */
    private List<SseFrame> seenOn(ServiceProcess replica, Person person, String name) {
        try (var stream = replica.stream(person.token())) {
            stream.awaitEvent("ready");
            IntStream.range(0, ITEMS).forEach(i -> send(Events.inApp(person.recipient(), id(person, name + i))));
            stream.awaitEvents("created", ITEMS);
            person.mark(replica, item(person, name + 0), "mark-read");
            stream.awaitEvent("updated");
            return positioned(stream);
        }
    }

    private static void assertResumesEverywhere(ServiceProcess replica, Person person, List<SseFrame> seen) {
        for (int i = 0; i < seen.size(); i++) {
            var missed = seen.subList(i + 1, seen.size());
            try (var stream = SseReader.resume(
                    replica.streams(), person.token(), seen.get(i).id())) {
                assertThat(stream.awaitEvent("ready").data()).contains("\"resumed\":true");
                await().atMost(CAUGHT_UP).until(() -> positioned(stream).size() > missed.size());
                assertThat(positioned(stream).subList(1, missed.size() + 1))
                        .extracting(RollBackIT::withoutLeaderEpoch)
                        .isEqualTo(missed);
            }
        }
    }

    private static List<SseFrame> positioned(SseReader stream) {
        return stream.frames().stream()
                .filter(frame -> frame.event() != null && frame.id() != null)
                .toList();
    }

    private static SseFrame withoutLeaderEpoch(SseFrame frame) {
        var id = frame.id().replaceFirst("^(\\w+-\\d+-\\d+)-\\d+$", "$1");
        return new SseFrame(frame.event(), id, frame.data(), frame.retry(), frame.comment());
    }

    private Map<String, Follower> follow(List<String> recipients) {
        var client = Follower.client();
        var streams = List.of(present.streams(), previous.streams());
        return recipients.stream()
                .collect(Collectors.toMap(
                        recipient -> recipient,
                        recipient -> new Follower(client, streams, backend.token(recipient), () -> list(recipient))));
    }

    /** From the version that runs; in between the call fails, and is made again. */
    private Map<String, Seen> list(String recipient) {
        return new Person(backend, recipient).items(previous.isAlive() ? previous : present);
    }

    private static Map<String, Seen> shown(Map<String, Seen> items) {
        var shown = new HashMap<>(items);
        shown.values().removeIf(item -> item.status() == null);
        return shown;
    }

    private static void assertFollowed(Follower follower, History history, String recipient) {
        await(recipient).atMost(CAUGHT_UP).untilAsserted(() -> {
            assertThat(shown(follower.items())).isEqualTo(shown(history.of(recipient)));
            assertThat(follower.unread()).isEqualTo(history.unreadOf(recipient));
        });
        assertThat(follower.breaches()).isEmpty();
        assertThat(follower.resets()).isSubsetOf("malformed").hasSizeLessThanOrEqualTo(1);
        assertThat(follower.opened()).isGreaterThan(2);
        follower.close();
    }

    /** The source positions of all dead letters. */
    private List<String> deadLettered() {
        return backend.records().everythingOn(Backend.DEAD_LETTERS).stream()
                .map(letter -> header(letter, "partition") + "-" + header(letter, "offset"))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader("dead-letter-" + name).value(), UTF_8);
    }

    /** Events are stored without interruption, by whichever version runs. */
    private void awaitStoredDuring(Duration time) {
        var before = backend.documents().count();
        await().pollDelay(time)
                .atMost(CAUGHT_UP)
                .until(() -> backend.documents().count() > before);
    }

    private void replace(ServiceProcess ending, ServiceProcess following) {
        following.startAgain();
        following.awaitReady();
        ending.terminate();
    }

    private void awaitIngested() {
        upstream.flush();
        await().atMost(CAUGHT_UP).until(() -> backend.records().lagOf("notification-feed", Backend.EVENTS) == 0);
    }

    private Person person() {
        return new Person(backend, UUID.randomUUID().toString());
    }

    private void send(SampleEvent event) {
        upstream.send(event);
    }

    private static String id(Person person, String event) {
        return person.recipient() + "/" + event;
    }

    private static String item(Person person, String event) {
        return NotificationId.derivedFrom(Events.SOURCE, id(person, event)).value();
    }
}
