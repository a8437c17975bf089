package dev.notificationfeed.stream;

import static dev.notificationfeed.feed.Feeds.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.notification.Recipient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When clients come back and load their lists: thousands must not do it at once, and clients must not fight for streams. */
class ReturnsAndResetsTest extends StreamsFixture {

    @Test
    void endsTheOldestStreamForOneBeyondTheLimitOfARecipient() {
        Streams streams = streams(Map.of("notifications.stream.per-recipient", "2"));
        FakeOutlet oldest = open(streams);
        open(streams);
        FakeOutlet newest = open(streams);

        assertThat(oldest.frames()).last().asString().matches("retry: (1[2-9]\\d|2[0-4]\\d)\\d{3}\n(id: \\S+\n)?\n");
        assertThat(newest.frames().get(0)).contains("event: ready");
        assertThat(ended("replaced")).isEqualTo(1);
        assertThat(meters.get("notifications.streams.open").gauge().value()).isEqualTo(2);
    }

    @Test
    void endsTheOldestStreamAlsoWhileItIsOpening() {
        Streams streams = streams(Map.of("notifications.stream.per-recipient", "1"));
        FakeOutlet early = new FakeOutlet();
        FeedStream opening = prepare(streams, early);
        FakeOutlet newest = open(streams);

        opening.start();

        assertThat(early.frames()).singleElement().asString().matches("retry: [12]\\d{5}\n\n");
        assertThat(newest.frames().get(0)).contains("event: ready");
    }

    /** Its socket would not take a farewell, and would be held until the connection breaks. */
    @Test
    void closesTheConnectionOfAnOldestStreamThatTakesNothing() {
        Streams streams =
                streams(Map.of("notifications.stream.per-recipient", "1", "notifications.stream.stuck-after", "0s"));
        FakeOutlet stuck = new FakeOutlet();
        stuck.stall();
        prepare(streams, stuck).start();

        open(streams);

        assertThat(stuck.isAborted()).isTrue();
        assertThat(ended("replaced")).isEqualTo(1);
    }

    /** Their clients load their lists. */
    @Test
    void spreadsTheResetsOfManyStreams() {
        Streams streams = streams(Map.of());
        IntStream.range(0, 1_000).forEach(i -> openFor(new Recipient("reader-" + i), streams));

        long before = System.nanoTime();
        streams.resetAll(ResetReason.TOO_OLD);
        assertThat(resets()).isLessThan(500);
        streams.tickAll(before + Duration.ofSeconds(1).toNanos());
        assertThat(resets()).isBetween(300.0, 900.0);
        streams.tickAll(System.nanoTime() + Duration.ofSeconds(2).toNanos());
        assertThat(resets()).isEqualTo(1_000);
    }

    @Test
    void showsNoItemAndNoPositionBetweenAMissedRecordAndTheReset() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "1h"));
        open(streams, null);
        IntStream.range(0, 1_000).forEach(i -> openFor(new Recipient("reader-" + i), streams));

        streams.resetAll(ResetReason.TOO_OLD);
        arrive(streams, created("ann", "after-the-gap", 1));
        streams.tickAll(System.nanoTime() + Duration.ofSeconds(3).toNanos());

        assertThat(outlet.framesAfterReady().get(0)).startsWith("event: reset\nid: 0123456789-0-");
    }

    /** Records that are read again are no news. */
    @Test
    void holdsBackAResetThatFallsDueDuringAReplay() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "1h"));
        open(streams, null);
        IntStream.range(0, 1_000).forEach(i -> openFor(new Recipient("reader-" + i), streams));
        streams.resetAll(ResetReason.TOO_OLD);

        replayOneRecord(streams);
        streams.tickAll(System.nanoTime() + Duration.ofSeconds(3).toNanos());
        assertThat(outlet.framesAfterReady()).isEmpty();
        streams.resetAll(ResetReason.TOO_OLD);
        streams.tickAll(System.nanoTime() + Duration.ofSeconds(3).toNanos());

        assertThat(outlet.framesAfterReady().get(0)).startsWith("event: reset");
        assertThat(outlet.framesAfterReady()).noneMatch(frame -> frame.contains("replayed"));
    }

    @Test
    void resetsNobodyInTheMiddleOfAReplay() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "1h"));
        open(streams, null);

        streams.replayBegins();
        streams.reset(recipient -> true, ResetReason.TOO_OLD);
        replayOneRecord(streams);
        assertThat(outlet.framesAfterReady()).isEmpty();
        streams.resetAll(ResetReason.TOO_OLD);

        assertThat(outlet.framesAfterReady().get(0)).startsWith("event: reset");
        streams.reset(recipient -> true, ResetReason.TOO_OLD);
        assertThat(outlet.framesAfterReady())
                .filteredOn(frame -> frame.startsWith("event: reset"))
                .hasSize(2);
    }

    /** It would begin in the middle of what is read again. */
    @Test
    void refusesAStreamThatIsOpeningWhenTheFeedIsLost() {
        Streams streams = streams(Map.of());
        var opening = streams.open(ANN, null, clock.instant().plus(Duration.ofHours(1)), outlet);

        Feeds.stopFollowing(state, "the recent feed is being read back");

        assertThatThrownBy(() -> opening.await().indefinitely())
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContaining("is being read back");
    }

    private void replayOneRecord(Streams streams) {
        streams.replayBegins();
        nextOffset = 7;
        Feeds.restart(recent, Feeds.EPOCH, nextOffset);
        streams.tickAll(System.nanoTime() + Duration.ofSeconds(3).toNanos());
        arrive(streams, created("ann", "replayed", 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 5000", "1200, 5000", "6000, 21000", "17700, 60000", "100000, 60000"})
    void asksClientsToReturnLaterTheMoreStreamsAreOpen(int open, int maxMillis) {
        ReturnTimes times = new ReturnTimes(new AtomicInteger(open));

        assertThat(times.maxMillis()).isEqualTo(maxMillis);
        assertThat(IntStream.range(0, 1_000).map(i -> times.millis()))
                .allMatch(time -> time >= 1_000 && time <= maxMillis);
    }

    @Test
    void heartbeatTellsALongerReturnTime() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "0s"));
        open(streams, null);
        IntStream.range(0, 3_000).forEach(i -> openFor(new Recipient("reader-" + i), streams));

        streams.tickAll();
        streams.tickAll();

        assertThat(outlet.framesAfterReady().get(0)).matches(": heartbeat\nretry: \\d+\nid: \\S+\n\n");
        assertThat(outlet.framesAfterReady().get(1)).matches(": heartbeat\nid: \\S+\n\n");
    }

    private double resets() {
        return meters.get("notifications.stream.frames")
                .tag("kind", "reset")
                .counter()
                .count();
    }
}
