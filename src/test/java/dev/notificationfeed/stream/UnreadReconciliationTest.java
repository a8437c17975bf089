package dev.notificationfeed.stream;

import static dev.notificationfeed.feed.Feeds.created;
import static dev.notificationfeed.feed.Feeds.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.UnreadItems;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The unread counts of open streams when the store and the feed do not agree. */
class UnreadReconciliationTest extends StreamsFixture {

    private static final Map<String, String> AT_ONCE =
            Map.of("notifications.stream.unread-interval", "0s", "notifications.stream.heartbeat", "1h");
    private static final NotificationId OTHER = NotificationId.derivedFrom("/s", "other");

    private long now = System.nanoTime();
    private boolean storeFails;

    @Override
    Uni<UnreadItems> unread(Collection<Recipient> recipients, int most) {
        return super.unread(recipients, most)
                .onItem()
                .transformToUni(items -> storeFails
                        ? Uni.createFrom().failure(new IllegalStateException("down"))
                        : Uni.createFrom().item(items));
    }

    /** The feed says nothing about it, for example because MongoDB has removed the item by its TTL index. */
    @Test
    void correctsACountThatTheStoreChangedBehindTheService() {
        stored.put(ANN, Map.of(STORED, 1L, OTHER, 1L));
        Streams streams = streams(AT_ONCE);
        open(streams, null);

        stored.put(ANN, Map.of(OTHER, 1L));
        tickFor(streams, Duration.ofMinutes(8));

        assertThat(outlet.frames())
                .filteredOn(frame -> frame.contains("event: unread"))
                .containsExactly("""
            event: unread
            data: {"unread":1}

            """);
        tickFor(streams, Duration.ofMinutes(8));
        assertThat(meters.get("notifications.stream.unread.corrected").counter().count())
                .isEqualTo(1);
    }

    @Test
    void checksEveryRecipientOnceInAnInterval() {
        Streams streams = streams(Map.of());
        IntStream.range(0, 480).forEach(i -> openFor(new Recipient("reader-" + i), streams));
        asked.clear();

        tickFor(streams, Duration.ofMinutes(4));

        assertThat(asked).hasSizeBetween(470, 480);
        assertThat(storeCommands - 480).as("two a second").isLessThanOrEqualTo(240);
    }

    @Test
    void repeatsACheckThatFailedWithinSeconds() {
        Streams streams = streams(AT_ONCE);
        open(streams, null);
        stored.put(ANN, Map.of(OTHER, 1L));
        storeFails = true;
        tickFor(streams, Duration.ofMinutes(5));
        assertThat(storeCommands).as("once in 10 s").isBetween(6, 9);

        storeFails = false;
        tickFor(streams, Duration.ofSeconds(11));
        assertThat(outlet.frames()).last().asString().contains("\"unread\":1");

        int commands = storeCommands;
        tickFor(streams, Duration.ofMinutes(2));
        assertThat(storeCommands).as("not after an answer").isEqualTo(commands);
    }

    @Test
    void repeatsABoundedNumberOfChecksAtATime() {
        Streams streams = streams(Map.of());
        IntStream.range(0, 480).forEach(i -> openFor(new Recipient("reader-" + i), streams));
        storeFails = true;
        tickFor(streams, Duration.ofMinutes(4));
        asked.clear();

        tickFor(streams, Duration.ofSeconds(10));

        assertThat(asked).as("20 in turn, and repeated ones").hasSizeBetween(265, 275);
    }

    /** The records that are read back after a gap are older than what the set knows. */
    @Test
    void keepsTheNumberDuringAReplayAndLoadsItAfterwards() {
        Streams streams = streams(AT_ONCE);
        open(streams, null);
        arrive(streams, created("ann", "a", 1));
        arrive(streams, read("ann", "a", 2));
        stored.put(ANN, Map.of(OTHER, 1L));

        streams.replayBegins();
        Feeds.restart(recent, Feeds.EPOCH, 0);
        nextOffset = 0;
        arrive(streams, created("ann", "a", 1));
        tickFor(streams, Duration.ofSeconds(2));
        assertThat(outlet.frames()).last().asString().contains("\"unread\":0");

        streams.resetAll(ResetReason.TOO_OLD);
        tickFor(streams, Duration.ofSeconds(1));
        assertThat(outlet.frames()).last().asString().contains("\"unread\":1");
    }

    @Test
    void keepsTheCountOfARecipientWhoReconnectsInALoop() {
        Streams streams = streams(Map.of());
        for (int i = 0; i < 20; i++) {
            open(streams).close();
            streams.tickAll();
        }
        arrive(streams, created("ann", "a", 1));

        assertThat(open(streams).frames().get(0)).contains("\"unread\":1");
        assertThat(storeCommands).isEqualTo(1);
    }

    @Test
    void forgetsTheCountSomeTimeAfterTheLastStream() {
        Streams streams = streams(Map.of());
        open(streams).close();

        tickFor(streams, Duration.ofSeconds(61));
        open(streams);

        assertThat(storeCommands).isEqualTo(2);
    }

    private void tickFor(Streams streams, Duration time) {
        for (long end = now + time.toNanos();
                now < end;
                now += Duration.ofMillis(250).toNanos()) {
            streams.tickAll(now);
        }
    }
}
