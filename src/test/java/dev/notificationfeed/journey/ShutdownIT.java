package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.RawHttp;
import dev.notificationfeed.fixture.StreamClients;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.notification.NotificationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * One shutdown of a replica with open streams, events and calls; each test checks one aspect of it. The last one shuts down
 * another replica, whose dependencies are down.
 */
@Tag(Scale.TAG)
@TestInstance(Lifecycle.PER_CLASS)
class ShutdownIT {

    private static final int STREAMS = Scale.of(500, 5_000);
    private static final int STREAMS_OF_ONE = 10;
    private static final int RECIPIENTS = 4 * STREAMS / STREAMS_OF_ONE;
    private static final int AT_ONCE = 100;
    private static final int NO_ANSWER = 0;
    /** 1 s and the time in which so many clients return at 300 a second, or 5 s. */
    private static final int LONGEST_RETRY_MS = Math.max(5_000, 1_000 + STREAMS * 10 / 3);

    private static final Duration BETWEEN_EVENTS = Duration.ofNanos(700_000);
    /** Ends before the last streams are closed; the margin is for slow calls on a loaded machine. */
    private static final Duration AT_FIRST = Duration.ofSeconds(4);

    private static final Duration PROMPTLY = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FROZEN = 20;
    private static final int UNREAD_BY_FROZEN = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private Backend backend;
    private Upstream upstream;
    private ServiceProcess service;
    private StreamClients clients;
    private volatile boolean publishing = true;
    private int published;
    private Duration unreadyAfter;
    private Duration goneAfter;
    private int exitCode;
    private HttpResponse<String> newStream;
    private KeptConnections kept;
    private final List<RawHttp.Answer> onKeptConnection = new ArrayList<>();
    private int afterGoAway;
    private List<Call> calls;
    private Map<TopicPartition, Long> committed;
    private List<Document> stored;

    /** A call and its HTTP status; 0 without a response. */
    private record Call(long begunAt, int status) {}

    @BeforeAll
    void terminateUnderLoad() throws IOException {
        backend = Backend.start(data);
        upstream = new Upstream(backend.kafka().address());
        service = ServiceProcess.start("going-down", backend.environment());
        service.awaitReady();
        clients = new StreamClients(service.streams());
        IntStream.range(0, STREAMS).forEach(this::join);
        await().atMost(PATIENCE).until(() -> clients.open() == STREAMS);
        var events = CompletableFuture.runAsync(this::publish);
        await().atMost(PATIENCE).until(() -> backend.documents().count() > 0);
        var caller = CompletableFuture.supplyAsync(this::callUntilNobodyAnswers);

        kept = new KeptConnections(service.streams(), backend.token(recipient(0)));
        var asked = System.nanoTime();
        service.askToEnd();
        await().atMost(GRACE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Readiness.status(service.managementUrl("/q/health/ready")) == 503);
        unreadyAfter = since(asked);
        newStream = get(service.streams());
        do {
            onKeptConnection.add(kept.callHttp1());
        } while (onKeptConnection.get(onKeptConnection.size() - 1).keepsConnection());
        kept.awaitEndOfHttp1();
        afterGoAway = kept.callHttp2AfterItsEnd();
        exitCode = service.terminate();
        goneAfter = since(asked);

        calls = caller.join();
        publishing = false;
        events.join();
        committed = backend.records().committedBy("notification-feed");
        stored = backend.documents().all();
    }

    @AfterAll
    void stop() throws IOException {
        kept.close();
        clients.close();
        service.close();
        upstream.close();
        backend.close();
    }

    @Test
    void isNotReadyAtOnce() {
        assertThat(unreadyAfter).isLessThan(AT_FIRST);
    }

    @Test
    void opensNoNewStream() throws IOException {
        assertThat(newStream.statusCode()).isEqualTo(503);
        assertThat(newStream.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isPositive();
        assertThat(JSON.readTree(newStream.body()).path("code").asText()).isEqualTo("shutting-down");
    }

    @Test
    void endsEveryStreamWithARetryTime() {
        assertThat(clients.members())
                .extracting(StreamClients.Member::retryMillis)
                .allSatisfy(retry -> assertThat(retry).isBetween(1_000, LONGEST_RETRY_MS));
        assertThat(clients.members().stream()
                        .map(StreamClients.Member::retryMillis)
                        .distinct())
                .as("retry times are spread")
                .hasSizeGreaterThan(STREAMS / 4);
    }

    /** A reader's next request must not use this connection, on which it would be refused. */
    @Test
    void closesTheConnectionOfEachStreamThatItEnds() {
        assertThat(clients.members())
                .allSatisfy(member ->
                        assertThat(between(member.endedAt(), member.closedAt())).isBetween(Duration.ZERO, PROMPTLY));
    }

    @Test
    void closesKeptConnectionsAfterAnAnswerThatSaysSo() {
        assertThat(onKeptConnection).extracting(RawHttp.Answer::status).containsOnly(200);
        assertThat(afterGoAway).as("on a new connection after the GOAWAY").isEqualTo(200);
    }

    @Test
    void spreadsTheEndsOverSeconds() {
        var ends = clients.members().stream()
                .mapToLong(StreamClients.Member::endedAt)
                .sorted()
                .toArray();
        assertThat(between(ends[0], ends[STREAMS / 2])).isGreaterThan(Duration.ofSeconds(1));
        assertThat(between(ends[STREAMS / 2], ends[STREAMS - 1])).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void endsInTime() {
        assertThat(goneAfter).isLessThan(GRACE);
        assertThat(exitCode).isIn(0, 143);
    }

    @Test
    void answersCallsUntilTheLastStreamIsClosed() {
        var lastEnd = clients.members().stream()
                .mapToLong(StreamClients.Member::endedAt)
                .max()
                .orElseThrow();
        assertThat(calls)
                .filteredOn(call -> call.begunAt() < lastEnd)
                .extracting(Call::status)
                .hasSizeGreaterThan(1)
                .containsOnly(200);
    }

    @Test
    void commitsExactlyWhatItStoredAndItsSuccessorHandlesTheRestOnce() {
        var records = backend.records().everythingOn(Backend.EVENTS);
        assertThat(records).as("it was stopped before all events were stored").hasSizeGreaterThan(stored.size());

        assertThat(stored.stream().map(item -> item.get("_id")).map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(records.stream()
                        .filter(this::isCommitted)
                        .map(ShutdownIT::idOf)
                        .toList());

        service.startAgain();
        await().atMost(PATIENCE).until(() -> backend.documents().count() == published);
        assertThat(backend.documents().all())
                .allSatisfy(item -> assertThat(item.get("version")).hasToString("1"));
    }

    /** A replica of its own, with a batch in progress and readers that do not read. */
    @Test
    @Tag(Scale.LONG_ONLY)
    void endsInTimeWithoutDependencies(@TempDir Path ownData) {
        try (var absent = Backend.start(ownData);
                var alone = ServiceProcess.start("going-down-alone", absent.environment());
                var events = new Upstream(absent.kafka().address());
                var frozen = new StreamClients(alone.streams())) {
            alone.awaitReady();
            IntStream.range(0, FROZEN).forEach(i -> frozen.join(absent.token(recipient(i % 2))));
            await().atMost(PATIENCE).until(() -> frozen.open() == FROZEN);
            frozen.members().forEach(StreamClients.Member::freeze);
            IntStream.range(0, UNREAD_BY_FROZEN)
                    .forEach(i -> events.send(Events.inApp(recipient(i % 2), "event-" + i)));
            events.flush();
            await().atMost(PATIENCE).until(() -> absent.documents().count() == UNREAD_BY_FROZEN);

            absent.mongo().stop();
            events.send(Events.inApp(recipient(0), "in-progress"));
            events.flush();
            await().atMost(PATIENCE).until(() -> alone.readiness().down().containsKey("mongodb"));
            absent.kafka().stop();
            await().atMost(PATIENCE).until(() -> alone.readiness().down().containsKey("kafka"));
            var asked = System.nanoTime();

            assertThat(alone.terminate()).isIn(0, 143);
            assertThat(since(asked)).isLessThan(GRACE);
        }
    }

    private void join(int number) {
        clients.join(backend.token(recipient(number % (STREAMS / STREAMS_OF_ONE))));
        if (number % AT_ONCE == 0) {
            await().atMost(PATIENCE).until(() -> clients.open() >= number);
        }
    }

    private void publish() {
        for (published = 0; publishing; published++) {
            upstream.send(Events.inApp(recipient(published % RECIPIENTS), "event-" + published));
            LockSupport.parkNanos(BETWEEN_EVENTS.toNanos());
        }
        upstream.flush();
    }

    private static String recipient(int number) {
        return "person-" + number;
    }

    private List<Call> callUntilNobodyAnswers() {
        var made = new ArrayList<Call>();
        do {
            made.add(call());
        } while (made.get(made.size() - 1).status() != NO_ANSWER);
        return made;
    }

    private Call call() {
        var begunAt = System.nanoTime();
        try {
            return new Call(
                    begunAt, get(URI.create(service.url("/api/notifications"))).statusCode());
        } catch (IOException nobodyThere) {
            return new Call(begunAt, NO_ANSWER);
        }
    }

    private HttpResponse<String> get(URI address) throws IOException {
        try {
            var request = HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer " + backend.token(recipient(0)))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isCommitted(ConsumerRecord<byte[], byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        return record.offset() < committed.getOrDefault(partition, 0L);
    }

    private static String idOf(ConsumerRecord<byte[], byte[]> record) {
        try {
            var event = JSON.readTree(record.value());
            return NotificationId.derivedFrom(
                            event.path("source").asText(), event.path("id").asText())
                    .value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration since(long moment) {
        return between(moment, System.nanoTime());
    }

    private static Duration between(long earlier, long later) {
        return Duration.ofNanos(later - earlier);
    }
}
