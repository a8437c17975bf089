package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only replica is killed repeatedly under load. */
@Tag(Scale.TAG)
@Tag(Scale.LOSS)
class CrashIT {

    private static final int EVENTS = Scale.of(2_000, 20_000);
    private static final int KILLS = Scale.of(1, 5);
    private static final int RECIPIENTS = 20;
    private static final Duration DONE = Duration.ofSeconds(90);

    @Test
    void losesNothingAndShowsNothingTwiceWhenKilledRepeatedly(@TempDir Path data) {
        long seed = System.nanoTime();
        var history = new History(RECIPIENTS, 50);
        try (var backend = Backend.start(data);
                var service = ServiceProcess.start("crash", backend.environment());
                var upstream = new Upstream(backend.kafka().address())) {
            service.awaitReady();
            var followers = follow(service, backend, history.recipients());
            history.send(upstream, EVENTS);
            upstream.flush();

            killAtRandom(service, backend.documents(), history.size(), new Random(seed));

            await("seed " + seed)
                    .atMost(DONE)
                    .untilAsserted(() -> history.recipients()
                            .forEach(recipient ->
                                    assertThat(followers.get(recipient).items()).isEqualTo(history.of(recipient))));
            await("seed " + seed)
                    .atMost(DONE)
                    .untilAsserted(
                            () -> assertThat(deadLettered(backend.records().everythingOn(Backend.DEAD_LETTERS)))
                                    .isEqualTo(history.invalidEventPositions()));
            assertThat(backend.documents().states()).isEqualTo(history.states());
            followers.values().forEach(CrashIT::assertNoBreaches);
            followers.forEach((recipient, follower) -> {
                await().untilAsserted(() -> assertThat(follower.unread()).isEqualTo(history.unreadOf(recipient)));
                follower.close();
            });
        }
    }

    private static Map<String, Follower> follow(ServiceProcess service, Backend backend, List<String> recipients) {
        var client = Follower.client();
        return recipients.stream()
                .collect(toMap(
                        recipient -> recipient,
                        recipient -> new Follower(client, List.of(service.streams()), backend.token(recipient))));
    }

    /** Spreads the kills over the run: each one happens when a random number of items has been stored. */
    private static void killAtRandom(ServiceProcess service, StoreProbe documents, int items, Random chance) {
        for (int stored : chance.ints(KILLS, items / 20, items).sorted().toArray()) {
            await().pollInterval(Duration.ofMillis(5)).atMost(DONE).until(() -> documents.count() >= stored);
            service.kill();
            service.startAgain();
        }
        service.awaitReady();
    }

    private static Set<String> deadLettered(List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        var positions = new HashSet<String>();
        deadLetters.forEach(letter ->
                positions.add(header(letter, "dead-letter-partition") + "-" + header(letter, "dead-letter-offset")));
        return positions;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** A kill may happen before a stream has reconnected after the previous kill. */
    private static void assertNoBreaches(Follower follower) {
        assertThat(follower.opened()).isGreaterThan(1);
        assertThat(follower.breaches()).isEmpty();
        assertThat(follower.resets()).isEmpty();
    }
}
