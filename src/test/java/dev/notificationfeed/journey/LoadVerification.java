package dev.notificationfeed.journey;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Follower.Seen;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;

/** Verifies a load at its end: everything sent is stored, and readers were shown exactly what is stored. */
final class LoadVerification {

    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final Backend backend;
    private final Load load;

    LoadVerification(Backend backend, Load load) {
        this.backend = backend;
        this.load = load;
    }

    /** Waits until everything has arrived, then checks all guarantees. */
    void verifyAll() {
        awaitAllStoredOnce();
        awaitCaughtUp(this::assertAllShown);
        assertThat(load.followers().values()).allSatisfy(follower -> {
            assertThat(follower.breaches()).isEmpty();
            assertThat(follower.resets()).isEmpty();
        });
    }

    /** Waits for the stored items only, not for the streams. */
    void awaitAllStoredOnce() {
        awaitCaughtUp(this::assertAllStoredOnce);
        assertThat(load.unsent()).isEmpty();
        assertThat(backend.records().everythingOn(Backend.DEAD_LETTERS)).isEmpty();
    }

    /** Waits until every follower's unread count equals the stored one. */
    void awaitCorrectUnreadCounts() {
        awaitCaughtUp(() -> {
            var stored = stored();
            load.followers()
                    .forEach((recipient, follower) -> assertCorrectUnreadCount(stored.get(recipient), follower));
        });
    }

    /** Compares without printing: the collections have thousands of elements. */
    private void assertAllStoredOnce() {
        Set<String> stored = stored().values().stream()
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .collect(toSet());
        assertThat(stored.size()).isEqualTo(load.sent().size());
        assertThat(stored.equals(load.sent())).isTrue();
    }

    /** Each item is marked read at most once, even if the response was lost. */
    private void assertAllShown() {
        var stored = stored();
        load.followers().forEach((recipient, follower) -> {
            assertThat(follower.items()).isEqualTo(stored.get(recipient));
            assertThat(follower.items().values())
                    .allSatisfy(item ->
                            assertThat(item.version()).isEqualTo(item.status().equals("READ") ? 2 : 1));
            assertCorrectUnreadCount(stored.get(recipient), follower);
        });
    }

    private static void assertCorrectUnreadCount(Map<String, Seen> stored, Follower follower) {
        long unread = stored.values().stream()
                .filter(item -> item.status().equals("UNREAD"))
                .count();
        assertThat(follower.unread()).isEqualTo((int) unread);
    }

    private Map<String, Map<String, Seen>> stored() {
        return backend.documents().states().entrySet().stream()
                .filter(items -> load.followers().containsKey(items.getKey()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void awaitCaughtUp(ThrowingRunnable assertion) {
        await().atMost(CAUGHT_UP).pollInterval(POLL_INTERVAL).untilAsserted(assertion);
    }
}
