package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SlowSseClient;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.StreamClients;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.notification.NotificationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Slow, frozen and vanished readers. The long form uses the production timeouts. */
@Tag(Scale.TAG)
@TestInstance(Lifecycle.PER_CLASS)
class ReadersIT {

    private static final int ITEMS = 2_000;
    private static final int RECIPIENTS_FROZEN = Scale.of(2, 20);
    private static final int STREAMS_OF_ONE = 10;
    private static final int FROZEN = RECIPIENTS_FROZEN * (STREAMS_OF_ONE - 1);
    private static final Duration HEARTBEAT = Scale.of(Duration.ofMillis(500), Duration.ofSeconds(15));
    private static final Duration STUCK_AFTER = Scale.of(Duration.ofSeconds(4), Duration.ofSeconds(30));
    private static final Duration VANISHED_AFTER = Scale.of(Duration.ofSeconds(6), Duration.ofSeconds(40));
    private static final Duration LONG_REPLAY = STUCK_AFTER.multipliedBy(3).dividedBy(2);
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Duration PROMPTLY = Scale.of(Duration.ofSeconds(20), Duration.ofSeconds(40));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Socket buffers of both sides, which hold about three quarters of the unread bytes of a reader. */
    private static final int FRAMES_THAT_BUFFERS_HOLD = ITEMS * 3 / 4;

    @TempDir
    static Path data;

    private final List<AutoCloseable> readers = new ArrayList<>();
    private Backend backend;
    private Upstream upstream;
    private ServiceProcess service;
    private StreamClients clients;

    @BeforeAll
    void start() {
        backend = Backend.start(data);
        upstream = new Upstream(backend.kafka().address());
        var settings = new HashMap<>(backend.environment());
        settings.put("NOTIFICATIONS_STREAM_HEARTBEAT", HEARTBEAT.toString());
        settings.put("NOTIFICATIONS_STREAM_STUCK_AFTER", STUCK_AFTER.toString());
        settings.put("NOTIFICATIONS_STREAM_VANISHED_AFTER", VANISHED_AFTER.toString());
        service = ServiceProcess.start("readers", settings);
        service.awaitReady();
    }

    @BeforeEach
    void openStreams() {
        clients = new StreamClients(service.streams());
    }

    @AfterEach
    void assertNoStreamIsOpen() throws Exception {
        clients.close();
        for (var reader : readers) {
            reader.close();
        }
        readers.clear();
        await().atMost(PROMPTLY).until(() -> service.metric("notifications_streams_open") == 0);
    }

    @AfterAll
    void stop() {
        service.close();
        upstream.close();
        backend.close();
    }

    @Test
    void frozenReadersDelayNobodyUseLittleMemoryAndAreDisconnected() {
        var siblings = IntStream.range(0, RECIPIENTS_FROZEN)
                .mapToObj(i -> open("frozen-" + i))
                .toList();
        var stuckBefore = ended("stuck");
        var itemsBefore = service.metric("notifications_stream_frames_total", "kind=\"item\"");
        IntStream.range(0, FROZEN)
                .mapToObj(i -> join("frozen-" + i % RECIPIENTS_FROZEN))
                .forEach(StreamClients.Member::freeze);
        assertThat(requestsInService()).isGreaterThanOrEqualTo(FROZEN);

        IntStream.range(0, RECIPIENTS_FROZEN).forEach(i -> publish("frozen-" + i, ITEMS));

        await().atMost(PROMPTLY)
                .until(() -> siblings.stream()
                        .allMatch(sibling -> sibling.events("created").size() == ITEMS));
        await().atMost(STUCK_AFTER.plus(SLACK)).until(() -> ended("stuck") == stuckBefore + FROZEN);
        await().atMost(SLACK).until(() -> requestsInService() < FROZEN);
        var handedOver = service.metric("notifications_stream_frames_total", "kind=\"item\"") - itemsBefore;
        assertThat((handedOver - RECIPIENTS_FROZEN * ITEMS) / FROZEN).isLessThan(FRAMES_THAT_BUFFERS_HOLD);
        assertThat(siblings).allMatch(SseReader::isOpen);
    }

    @Test
    void detectsVanishedReader() {
        assumeTrue(clients.canVanish(), "only Linux' own transport can attach a packet filter to a socket");
        var reader = join("vanished");
        var stuckBefore = ended("stuck");

        reader.vanish();

        await().atMost(HEARTBEAT.plus(VANISHED_AFTER).plus(SLACK)).until(() -> ended("vanished") == 1);
        assertThat(ended("stuck")).isEqualTo(stuckBefore);
    }

    @Test
    void countsAReaderThatLeavesAsNeitherStuckNorVanished() {
        var before = ended("client-gone");
        var unusual = ended("stuck") + ended("vanished");

        join("leaver").leave();

        await().atMost(PROMPTLY).until(() -> ended("client-gone") == before + 1);
        assertThat(ended("stuck") + ended("vanished")).isEqualTo(unusual);
    }

    @Test
    void slowClientReceivesACompleteLongReplay() {
        var position = open("slow").awaitEvent("ready").id();
        publish("slow", ITEMS);
        var quick = track(SseReader.resume(service.streams(), backend.token("slow"), position));
        var bytes = quick.awaitEvents("created", ITEMS).stream()
                .mapToInt(frame -> frame.data().length())
                .sum();

        var slow = track(SlowSseClient.resume(
                service.streams(), backend.token("slow"), position, bytes / (int) LONG_REPLAY.toSeconds()));

        await().atMost(LONG_REPLAY.multipliedBy(3))
                .until(() -> slow.frames().stream().anyMatch(frame -> frame.is("unread")));
        var created =
                slow.frames().stream().filter(frame -> frame.is("created")).toList();
        assertThat(created)
                .extracting(SseFrame::data)
                .containsExactlyElementsOf(
                        quick.events("created").stream().map(SseFrame::data).toList());
        assertThat(created.get(ITEMS - 1).data()).contains(idOf("slow", ITEMS - 1));
        assertThat(slow.frames()).noneMatch(frame -> frame.is("reset"));
        assertThat(slow.isOpen()).isTrue();
    }

    @Test
    void resetsStreamsOnceWhenThousandsOfItemsAreMarked() {
        var reader = open("marker");
        publish("marker", ITEMS);
        reader.awaitEvents("created", ITEMS);

        await().atMost(PATIENCE).until(() -> markAllRead("marker") == 200);

        reader.awaitFrame(frame -> frame.is("reset") && frame.data().equals("{\"reason\":\"many-changes\"}"));
        reader.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":0}"));
        assertThat(reader.events("updated")).isEmpty();
        assertThat(reader.isOpen()).isTrue();
    }

    /** Behind a proxy, readers that have vanished may hold all streams of a person for minutes. */
    @Test
    void opensTheEleventhStreamOfARecipientAndEndsTheOldest() {
        var replaced = ended("replaced");
        var ten = IntStream.range(0, STREAMS_OF_ONE).mapToObj(i -> join("many")).toList();
        ten.get(0).freeze();

        join("many");
        join("many");

        await().atMost(PROMPTLY).until(() -> !ten.get(1).isOpen());
        assertThat(ten.get(1).retryMillis()).isBetween(120_000, 240_000);
        assertThat(ten.subList(2, STREAMS_OF_ONE)).allMatch(StreamClients.Member::isOpen);
        assertThat(ended("replaced") - replaced).isEqualTo(2);
    }

    /** On a slow machine a large request may time out half way; it is repeated then. */
    private int markAllRead(String recipient) {
        return given().auth()
                .oauth2(backend.token(recipient))
                .contentType("application/json")
                .post(service.url("/api/notifications/mark-all-read"))
                .statusCode();
    }

    private SseReader open(String recipient) {
        var reader = track(service.stream(backend.token(recipient)));
        reader.awaitEvent("ready");
        return reader;
    }

    private StreamClients.Member join(String recipient) {
        var member = clients.join(backend.token(recipient));
        await().atMost(PROMPTLY).pollInterval(Duration.ofMillis(10)).until(member::isOpen);
        return member;
    }

    private <T extends AutoCloseable> T track(T reader) {
        readers.add(reader);
        return reader;
    }

    private void publish(String recipient, int items) {
        IntStream.range(0, items).forEach(i -> upstream.send(Events.inApp(recipient, recipient + "-" + i)));
        upstream.flush();
    }

    private static String idOf(String recipient, int item) {
        return NotificationId.derivedFrom(Events.SOURCE, recipient + "-" + item).value();
    }

    /** Includes the requests of streams that were ended but not released. */
    private double requestsInService() {
        return service.metric("http_server_active_requests");
    }

    private double ended(String reason) {
        return service.metric("notifications_streams_ended_total", "reason=\"" + reason + "\"");
    }
}
