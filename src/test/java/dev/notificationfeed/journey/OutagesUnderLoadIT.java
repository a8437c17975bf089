package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;

import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.journey.Load.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Dependency outages under load: one replica loses nothing, shows nothing twice and does not restart. */
@Tag(Scale.TAG)
@Tag(Scale.LOSS)
@TestInstance(Lifecycle.PER_CLASS)
class OutagesUnderLoadIT {

    private static final String NAME = "outages-under-load";

    /** In addition to the time until the outage is noticed. */
    private static final Duration OUTAGE = Scale.of(Duration.ofSeconds(2), Duration.ofSeconds(55));

    private static final Duration COMBINED = Duration.ofSeconds(10);
    private static final Duration NOTICED = Duration.ofSeconds(10);
    private static final Duration READY_AGAIN = Duration.ofSeconds(15);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final int LINES_OF_AN_OUTAGE = 20;
    private static final double HEAP_MAY_GROW_MIB = 30;

    /** Shorter than the outages: a batch that waits for MongoDB must not cost the consumer its partitions. */
    private static final String SHORT_POLL_INTERVAL = "-Dkafka.max.poll.interval.ms=6000";

    private Backend backend;
    private ServiceProcess service;
    private Load load;
    private LoadVerification verification;
    private SseReader stream;
    private LogTail log;
    private double heap;

    @BeforeAll
    void startEverything(@TempDir Path data) throws IOException {
        Files.deleteIfExists(Path.of("target", "journey", NAME + ".log"));
        backend = Backend.start(data);
        var environment = new HashMap<>(backend.environment());
        environment.put("NOTIFICATIONS_STREAM_HEARTBEAT", "1s");
        service = ServiceProcess.start(NAME, environment, SHORT_POLL_INTERVAL);
    }

    @AfterAll
    void stopEverything() {
        service.close();
        backend.close();
    }

    @BeforeEach
    void startLoad(TestInfo test) {
        backend.kafka().start();
        backend.kafka().createTopics(Backend.TOPICS);
        backend.mongo().start();
        backend.issuer().start();
        backend.documents().clear();
        service.awaitReady();
        var name = test.getTestMethod().orElseThrow().getName();
        load = new Load(name, backend, service);
        verification = new LoadVerification(backend, load);
        stream = service.stream(backend.token(name));
        heap = service.heapInUse();
        await().atMost(WARM_UP).pollDelay(Duration.ofSeconds(2)).until(this::isAtEase);
        log = LogTail.of(service);
    }

    @AfterEach
    void stopLoad() {
        stream.close();
        load.close();
    }

    @Test
    void losesNothingWhileMongoIsDown() {
        var members = backend.records().members("notification-feed");

        backend.mongo().stop();
        awaitDown("mongodb");
        load.takeAnswers();
        assertHeartbeatFor(OUTAGE);
        assertAnswered(503);
        assertListSaysStoreUnavailable();
        assertThat(backend.records().members("notification-feed")).isEqualTo(members);
        assertMemoryFlat();
        backend.mongo().start();
        awaitReadyAgain();

        assertNothingLost();
        assertLoggedOnce("mongodb");
        assertLogSmall();
    }

    @Test
    void losesNothingWhileKafkaIsDown() {
        backend.kafka().stop();
        awaitDown("kafka");
        assertHeartbeatFor(OUTAGE);
        assertAnswered(200);
        assertMemoryFlat();
        backend.kafka().start();
        awaitReadyAgain();

        assertNothingLost();
        assertLoggedOnce("kafka");
        assertLogSmall();
    }

    @Test
    @Tag(Scale.LONG_ONLY)
    void losesNothingWhileBothAreDownAndReturnInTheOrderOfTheirLoss() {
        backend.kafka().stop();
        awaitDown("kafka");
        backend.mongo().stop();
        awaitDown("mongodb");
        assertHeartbeatFor(COMBINED);
        backend.kafka().start();
        awaitUp("event-consumer");
        backend.mongo().start();
        awaitReadyAgain();

        assertNothingLost();
        List.of("kafka", "mongodb").forEach(this::assertLoggedOnce);
    }

    @Test
    @Tag(Scale.LONG_ONLY)
    void countsCorrectlyOnAFeedTopicThatIsRecreatedWhileMongoIsDown() {
        backend.mongo().stop();
        awaitDown("mongodb");
        backend.records().delete(Backend.FEED);
        awaitDown("kafka-topics");
        backend.kafka().createTopics(Backend.TOPICS);
        awaitUp("feed");
        backend.mongo().start();
        awaitReadyAgain();

        load.stop();
        verification.awaitAllStoredOnce();
        verification.awaitCorrectUnreadCounts();
        assertThat(load.followers().values()).allSatisfy(follower -> {
            assertThat(follower.resets()).containsExactly("feed-remade");
            assertThat(follower.opened()).isEqualTo(1);
        });
    }

    @Test
    @Tag(Scale.LONG_ONLY)
    void needsNoIssuerOnceKeysAreLoaded() {
        backend.issuer().stop();
        assertHeartbeatFor(COMBINED);

        assertThat(service.readiness().down()).doesNotContainKey("identity-provider");
        assertThat(load.takeAnswers()).isNotEmpty().noneMatch(answer -> answer.status() == 401);
        await().atMost(NOTICED).until(() -> load.takeAnswers().stream().anyMatch(answer -> answer.status() == 200));
        backend.issuer().start();
        assertNothingLost();
    }

    /** A check may fail once right after a start or during a garbage collection. */
    private boolean isAtEase() {
        var ready = Readiness.body(service.managementUrl("/q/health/ready"));
        return !ready.contains("\"reason\"")
                && load.takeAnswers().stream().allMatch(answer -> answer.status() == 200 && answer.millis() < 1000);
    }

    private void awaitDown(String check) {
        await().atMost(NOTICED).until(() -> service.readiness().down().containsKey(check));
        assertThat(Readiness.status(service.managementUrl("/q/health/live"))).isEqualTo(200);
    }

    private void awaitUp(String check) {
        await().atMost(READY_AGAIN).until(() -> service.readiness().up().contains(check));
    }

    private void awaitReadyAgain() {
        await().atMost(READY_AGAIN).until(() -> service.readiness().status() == 200);
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(1)).until(() -> true);
    }

    /** One heartbeat per second, polled four times per second. */
    private void assertHeartbeatFor(Duration time) {
        long before = heartbeats();
        pass(time);
        assertThat(heartbeats() - before).isGreaterThanOrEqualTo(time.toSeconds() / 2);
    }

    private long heartbeats() {
        return stream.frames().stream().filter(frame -> frame.comment() != null).count();
    }

    private void assertAnswered(int status) {
        var answers = load.takeAnswers();
        assertThat(answers).isNotEmpty().extracting(Answer::status).containsOnly(status);
        assertThat(answers.stream().filter(Answer::isAtOnce).count()).isGreaterThan(answers.size() * 9L / 10);
    }

    private void assertListSaysStoreUnavailable() {
        given().auth()
                .oauth2(backend.token("47165"))
                .get(service.url("/api/notifications"))
                .then()
                .statusCode(503)
                .header("Retry-After", matchesRegex("[1-9]\\d*"))
                .body("code", equalTo("store-unavailable"));
    }

    private void assertMemoryFlat() {
        assertThat(service.heapInUse()).isLessThan(heap + HEAP_MAY_GROW_MIB);
    }

    private void assertNothingLost() {
        load.stop();
        verification.verifyAll();
        assertThat(stream.isOpen()).isTrue();
        assertThat(load.followers().values()).allSatisfy(follower -> {
            assertThat(follower.opened()).isEqualTo(1);
            assertThat(follower.refusals()).isEmpty();
        });
    }

    private void assertLoggedOnce(String check) {
        assertThat(log.entries("dependency is missing check=" + check + " "))
                .singleElement()
                .extracting(LogTail.Entry::level)
                .isEqualTo("WARN");
        assertThat(log.entries("dependency is there check=" + check))
                .filteredOn(entry -> entry.message().endsWith("=" + check))
                .singleElement()
                .extracting(LogTail.Entry::level)
                .isEqualTo("INFO");
    }

    private void assertLogSmall() {
        assertThat(log.entries())
                .hasSizeLessThan(LINES_OF_AN_OUTAGE)
                .noneMatch(entry -> entry.level().equals("ERROR"));
    }
}
