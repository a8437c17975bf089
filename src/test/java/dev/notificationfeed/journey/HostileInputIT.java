package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.TokenRequest;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.HostileRecords;
import dev.notificationfeed.fixture.HostileRequests;
import dev.notificationfeed.fixture.RawHttp;
import dev.notificationfeed.fixture.Upstream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Many hostile records and requests: each has a defined outcome, and none affects normal clients. */
@Tag(Scale.TAG)
@TestInstance(Lifecycle.PER_CLASS)
class HostileInputIT {

    private static final long SEED = Long.getLong("journey.seed", 20250909);
    private static final int RECORDS = Scale.of(2_000, 20_000);
    private static final int REQUESTS = Scale.of(1_000, 5_000);
    private static final int RECIPIENTS = Scale.of(20, 100);
    private static final int MOST_PATHS = 30;
    private static final int MARKERS = 2;
    private static final int MARKED = 20;
    private static final Duration CAUGHT_UP = Duration.ofSeconds(120);

    private final HttpClient streams = HttpClient.newHttpClient();
    private Backend backend;
    private ServiceProcess service;

    @BeforeAll
    void startEverything(@TempDir Path data) throws IOException {
        Files.deleteIfExists(Path.of("target", "journey", "hostile-input.log"));
        backend = Backend.start(data);
        service = ServiceProcess.start("hostile-input", backend.environment());
        service.awaitReady();
    }

    @AfterAll
    void stopEverything() {
        service.close();
        backend.close();
    }

    @Test
    void storesOrDeadLettersEveryRecordWithoutAffectingOthers() throws IOException {
        var readers = IntStream.range(0, MARKERS).mapToObj(this::follower).toList();
        await().until(() -> readers.stream().allMatch(reader -> reader.opened() == 1));

        var sent = send();
        awaitCaughtUp();
        var verification = new RecordVerification(
                sent,
                backend.records().everythingOn(Backend.DEAD_LETTERS),
                backend.documents().all());

        assertThat(verification.errors()).as("seed %d", SEED).isEmpty();
        assertThat(service.metric("notifications_events_total")).isEqualTo(sent.size());
        assertThat(service.metric("notifications_dead_letters_total", "store-refused"))
                .isZero();
        assertThat(new ListVerification(backend, service, verification).errors())
                .as("seed %d", SEED)
                .isEmpty();
        assertThat(readers).allSatisfy(this::assertAllMarkersSeenOnOneStream);
        readers.forEach(Follower::close);
        assertUnharmed();
    }

    @Test
    void answersEveryRequestWithAProblemOrNormally() throws IOException {
        var requests =
                new HostileRequests(SEED, backend.issuer().token(TokenRequest.of("47165", "notifications-admin")));
        var errors = new ArrayList<String>();
        var connection = new RawHttp(service.streams());
        var before = "a new connection";
        for (int i = 0; i < REQUESTS; i++) {
            var request = requests.next();
            var answer = connection.send(request.bytes(), request.method().equals("HEAD"));
            if (!request.isProperlyAnsweredBy(answer)) {
                errors.add(request + " is answered by " + answer + ", after " + before);
            }
            before = request + " -> " + answer;
            if (request.broken() || answer == null || !answer.keepsConnection()) {
                connection.close();
                connection = new RawHttp(service.streams());
            }
        }
        connection.close();

        assertThat(errors).as("seed %d", SEED).isEmpty();
        assertThat(pathsInMetrics()).hasSizeLessThan(MOST_PATHS);
        assertUnharmed();
    }

    /** Invented paths must not create metric series. */
    private List<String> pathsInMetrics() {
        return Pattern.compile("http_server_requests_seconds_count\\{.*uri=\"([^\"]*)\"")
                .matcher(Readiness.body(service.managementUrl("/q/metrics")))
                .results()
                .map(series -> series.group(1))
                .distinct()
                .toList();
    }

    private Follower follower(int marker) {
        return new Follower(streams, List.of(service.streams()), backend.token("marker-" + marker));
    }

    /** Sends a marker record after each group of hostile records. */
    private List<SentRecord> send() {
        var hostile = new HostileRecords(SEED, RECIPIENTS);
        var now = Instant.now();
        var sent = new ArrayList<CompletableFuture<SentRecord>>();
        try (var upstream = new Upstream(backend.kafka().address())) {
            for (int i = 0; i < RECORDS; i++) {
                var record = i % MARKED == 0 ? marker(i / MARKED) : hostile.next();
                sent.add(upstream.send(record).thenApply(where -> SentRecord.of(record, where, now)));
            }
            upstream.flush();
        }
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static ProducerRecord<byte[], byte[]> marker(int number) {
        var recipient = "marker-" + number % MARKERS;
        return new ProducerRecord<>(
                Backend.EVENTS,
                recipient.getBytes(UTF_8),
                Events.inApp(recipient, "m-" + number).bytes());
    }

    private void awaitCaughtUp() {
        await("no lag, log: " + service.log())
                .atMost(CAUGHT_UP)
                .pollInterval(Duration.ofMillis(300))
                .failFast(
                        "the consumer has stopped",
                        () -> !service.isAlive() || !service.readiness().up().contains("event-consumer"))
                .until(() -> backend.records().lagOf("notification-feed", Backend.EVENTS) == 0
                        && backend.documents().countKept() == 0);
    }

    private void assertAllMarkersSeenOnOneStream(Follower reader) {
        await().untilAsserted(() -> assertThat(reader.present()).hasSize(RECORDS / MARKED / MARKERS));
        assertThat(reader.opened()).isEqualTo(1);
        assertThat(reader.breaches()).isEmpty();
        assertThat(reader.resets()).isEmpty();
        assertThat(reader.refusals()).isEmpty();
    }

    private void assertUnharmed() throws IOException {
        assertThat(service.isAlive()).isTrue();
        assertThat(service.readiness().down()).isEmpty();
        try (var lines = Files.lines(service.log())) {
            assertThat(lines.filter(HostileInputIT::isError)).isEmpty();
        }
    }

    private static boolean isError(String entry) {
        return entry.contains("\"level\":\"ERROR\"");
    }
}
