package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas are killed in turn under load; readers reconnect to the replica that is up. */
@Tag(Scale.TAG)
@Tag(Scale.LOSS)
@Tag(Scale.LONG_ONLY)
class KilledInTurnIT {

    private static final Duration TIME = Duration.ofMinutes(2);
    private static final int EVENTS_PER_SECOND = 500;
    private static final int RECIPIENTS = 100;

    /** Few, because the MongoDB stand-in scans all documents for each change. */
    private static final int CHANGES_EVERY = 500;

    private static final int STREAMS_OF_EACH = 2;
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(8);

    /** Long, because the embedded MongoDB has no indexes: with many items it is the slowest part. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(240);

    @Test
    void losesNothingAndCountsCorrectly(@TempDir Path data) throws InterruptedException {
        var history = new History(RECIPIENTS, CHANGES_EVERY);
        try (var backend = Backend.start(data);
                var one = ServiceProcess.start("killed-in-turn-one", backend.environment());
                var other = ServiceProcess.start("killed-in-turn-other", backend.environment());
                var upstream = new Upstream(backend.kafka().address())) {
            one.awaitReady();
            other.awaitReady();
            var followers = follow(List.of(one, other), backend, history.recipients());

            var load = Executors.newSingleThreadScheduledExecutor();
            load.scheduleAtFixedRate(
                    () -> history.send(upstream, EVENTS_PER_SECOND / 10), 0, 100, TimeUnit.MILLISECONDS);
            killInTurn(one, other);
            load.shutdown();
            load.awaitTermination(1, TimeUnit.MINUTES);
            upstream.flush();

            await().atMost(CAUGHT_UP)
                    .untilAsserted(
                            () -> assertThat(backend.documents().states()).isEqualTo(history.states()));
            history.recipients().forEach(person -> {
                followers.get(person).forEach(follower -> assertFollowed(follower, history, person));
                assertCounted(one, backend.token(person), history.unreadOf(person));
            });
        }
    }

    private static Map<String, List<Follower>> follow(
            List<ServiceProcess> replicas, Backend backend, List<String> people) {
        var client = Follower.client();
        var streams = replicas.stream().map(ServiceProcess::streams).toList();
        return people.stream()
                .collect(toMap(
                        person -> person,
                        person -> IntStream.range(0, STREAMS_OF_EACH)
                                .mapToObj(i -> new Follower(client, streams, backend.token(person)))
                                .toList()));
    }

    /** Each replica is killed at least once, while the other one is ready. */
    private static void killInTurn(ServiceProcess one, ServiceProcess other) throws InterruptedException {
        long end = System.nanoTime() + TIME.toNanos();
        do {
            killAfterAWhile(one);
            killAfterAWhile(other);
        } while (System.nanoTime() < end);
    }

    private static void killAfterAWhile(ServiceProcess replica) throws InterruptedException {
        Thread.sleep(BETWEEN_KILLS.toMillis());
        replica.kill();
        replica.startAgain();
        replica.awaitReady();
    }

    private static void assertFollowed(Follower follower, History history, String person) {
        await(person).atMost(CAUGHT_UP).untilAsserted(() -> {
            assertThat(follower.items()).isEqualTo(history.of(person));
            assertThat(follower.unread()).isEqualTo(history.unreadOf(person));
        });
        assertThat(follower.breaches()).isEmpty();
        assertThat(follower.resets()).isEmpty();
        assertThat(follower.opened()).isGreaterThan(1);
        follower.close();
    }

    private static void assertCounted(ServiceProcess service, String token, int unread) {
        given().auth()
                .oauth2(token)
                .get(service.url("/api/notifications/unread-count"))
                .then()
                .statusCode(200)
                .body("unread", equalTo(unread));
    }
}
