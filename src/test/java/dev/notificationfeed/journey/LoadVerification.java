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

/** The final account of a load: what was sent is what is stored, and what is stored is what readers were shown. */
final class LoadVerification {

    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Backend backend;
    private final Load load;

    LoadVerification(Backend backend, Load load) {
        this.backend = backend;
        this.load = load;
    }

    /** Waits until everything has arrived, and holds the service to all that it promises. */
    void balance() {
        awaitAllStoredOnce();
        awaitCaughtUp(this::assertAllShown);
        assertThat(load.followers().values()).allSatisfy(follower -> {
            assertThat(follower.breaches()).isEmpty();
            assertThat(follower.resets()).isEmpty();
        });
    }

    /** The same for what is stored alone. */
    void awaitAllStoredOnce() {
        awaitCaughtUp(this::assertAllStoredOnce);
        assertThat(load.unsent()).isEmpty();
        assertThat(backend.records().everythingOn(Backend.DEAD_LETTERS)).isEmpty();
    }

    /** Waits until every badge shows what is stored. */
    void awaitUnreadRight() {
        awaitCaughtUp(() -> {
            var stored = stored();
            load.followers().forEach((recipient, follower) -> assertUnreadRight(stored.get(recipient), follower));
        });
    }

    /** Two collections of thousands are not worth printing. */
    private void assertAllStoredOnce() {
        Set<String> stored = stored().values().stream()
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .collect(toSet());
        assertThat(stored.size()).isEqualTo(load.sent().size());
        assertThat(stored.equals(load.sent())).isTrue();
    }

    /** An item is marked read at most once, whatever became of the answer. */
    private void assertAllShown() {
        var stored = stored();
        load.followers().forEach((recipient, follower) -> {
            assertThat(follower.items()).isEqualTo(stored.get(recipient));
            assertThat(follower.items().values())
                    .allSatisfy(item ->
                            assertThat(item.version()).isEqualTo(item.status().equals("READ") ? 2 : 1));
            assertUnreadRight(stored.get(recipient), follower);
        });
    }

    private static void assertUnreadRight(Map<String, Seen> stored, Follower follower) {
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
        await().atMost(CAUGHT_UP).pollInterval(LOOK).untilAsserted(assertion);
    }
}
