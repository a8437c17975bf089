package dev.notificationfeed.feed;

import static dev.notificationfeed.feed.Feeds.created;
import static dev.notificationfeed.feed.Feeds.deleted;
import static dev.notificationfeed.feed.Feeds.erased;
import static dev.notificationfeed.feed.Feeds.manyChanges;
import static dev.notificationfeed.feed.Feeds.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentFeedTest {

    private static final String ANN = "ann";

    private final SettableClock clock = new SettableClock();
    private long nextOffset = 100;

    @Test
    void showsEntriesAfterTheCursor() {
        RecentFeed recent = feed(Map.of());
        append(recent, created(ANN, "a", 1));

        Cursor cursor = recent.cursorAtEnd(ANN);
        append(recent, created(ANN, "b", 1));
        append(recent, created("bob", "c", 1));

        assertThat(items(cursor)).containsExactly("b@1");
    }

    @Test
    void showsMissedEntriesFromAPosition() {
        RecentFeed recent = feed(Map.of());
        append(recent, created(ANN, "a", 1));
        Position afterFirst = recent.present(ANN);
        append(recent, created(ANN, "b", 1));
        append(recent, read(ANN, "a", 2));

        assertThat(items(recent.cursorAt(ANN, afterFirst))).containsExactly("b@1", "a@2");
    }

    @Test
    void dropsKnownAndOlderVersions() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);

        append(recent, created(ANN, "a", 2));
        append(recent, created(ANN, "a", 2));
        append(recent, created(ANN, "a", 1));
        append(recent, read(ANN, "a", 3));

        assertThat(items(cursor)).containsExactly("a@2", "a@3");
    }

    @Test
    void dropsARedeliveryAlsoWhenTheFrameIsGone() {
        RecentFeed recent = feed(Map.of());
        append(recent, created(ANN, "a", 2));
        append(recent, deleted(ANN, "b", 2));
        Feeds.evictAll(recent);
        Cursor cursor = recent.cursorAtEnd(ANN);

        append(recent, created(ANN, "a", 2));
        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));
        append(recent, erased(ANN, "b", 2));

        assertThat(items(cursor)).containsExactly("b@2");
    }

    /** An early withdrawal of a wrong recipient leaves a tombstone that gives way. */
    @Test
    void showsAnItemWhoseIdAnotherRecipientHad() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);
        append(recent, deleted("bob", "a", 1));
        append(recent, created(ANN, "a", 1));
        append(recent, deleted("bob", "b", 1));
        Feeds.evictAll(recent);
        append(recent, created(ANN, "b", 1));

        assertThat(items(cursor)).containsExactly("a@1", "b@1");
    }

    @Test
    void remembersThousandsOfVersions() {
        RecentFeed recent = feed(Map.of());
        IntStream.range(0, 5_000).forEach(i -> append(recent, created(ANN, "item-" + i, 1)));
        Feeds.evictAll(recent);

        IntStream.range(0, 5_000).forEach(i -> append(recent, created(ANN, "item-" + i, 1)));

        assertThat(recent.records()).isZero();
        assertThat(recent.versions()).isEqualTo(5_000);
    }

    @Test
    void remembersVersionsForTheirTimeAndNumber() {
        RecentFeed recent =
                feed(Map.of("notifications.feed.versions-time", "1h", "notifications.feed.versions-items", "2"));
        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));
        Feeds.evictAll(recent);
        append(recent, created(ANN, "b", 1));
        assertThat(recent.records()).isZero();

        append(recent, created(ANN, "c", 1));
        append(recent, created(ANN, "d", 1));
        append(recent, created(ANN, "e", 1));
        Feeds.evictAll(recent);
        append(recent, created(ANN, "a", 1));
        assertThat(recent.records()).isOne();
        assertThat(recent.versions()).isLessThanOrEqualTo(4);

        clock.advance(Duration.ofHours(1));
        append(recent, created(ANN, "f", 1));
        clock.advance(Duration.ofHours(1));
        append(recent, created(ANN, "g", 1));
        Feeds.evictAll(recent);
        append(recent, created(ANN, "e", 1));
        assertThat(recent.records()).isOne();
    }

    /** After a gap, streams resume in what is read again, and hidden entries would be missed. */
    @Test
    void showsRecordsOfTheSameLogThatAreReadAgain() {
        RecentFeed recent = feed(Map.of());
        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));
        long from = nextOffset - 1;
        recent.restart(Feeds.EPOCH, new long[] {from, from});
        Cursor cursor = recent.cursorAtEnd(ANN);
        nextOffset = from;

        append(recent, created(ANN, "b", 1));
        append(recent, created(ANN, "a", 1));

        assertThat(items(cursor)).containsExactly("b@1");
    }

    @Test
    void showsEveryItemOfAnotherLog() {
        RecentFeed recent = feed(Map.of());
        append(recent, created(ANN, "a", 1));
        recent.restart("ffffffffff", new long[] {nextOffset, nextOffset});
        Cursor cursor = recent.cursorAtEnd(ANN);

        append(recent, created(ANN, "a", 1));

        assertThat(items(cursor)).containsExactly("a@1");
    }

    @Test
    void boundsTheNumberOfRecords() {
        RecentFeed recent = feed(Map.of("notifications.feed.recent-records", "2"));
        Position start = recent.present(ANN);
        append(recent, created(ANN, "a", 1));
        Position afterFirst = recent.present(ANN);
        append(recent, created(ANN, "b", 1));
        append(recent, created(ANN, "c", 1));

        assertThat(recent.records()).isEqualTo(2);
        assertThat(recent.resetReasonFor(ANN, start)).isEqualTo(ResetReason.TOO_OLD);
        assertThat(recent.resetReasonFor(ANN, afterFirst)).isNull();
        assertThat(items(recent.cursorAt(ANN, afterFirst))).containsExactly("b@1", "c@1");
    }

    @Test
    void boundsTheBytes() {
        RecentFeed recent = feed(Map.of("notifications.feed.recent-bytes", "2000"));

        for (int i = 0; i < 50; i++) {
            append(recent, created(ANN, "item-" + i, 1));
        }

        assertThat(recent.bytes()).isPositive().isLessThanOrEqualTo(2000);
    }

    @Test
    void boundsTheTime() {
        RecentFeed recent = feed(Map.of("notifications.feed.recent-time", "10m"));
        append(recent, created(ANN, "a", 1));

        clock.advance(Duration.ofMinutes(11));
        recent.evictOverdue();

        assertThat(recent.records()).isZero();
        assertThat(recent.bytes()).isZero();
    }

    /** The brokers set the time of a record, and their clocks are right. */
    @Test
    void keepsRecordsForTheirTimeAlsoWhenTheClockOfThisReplicaIsAhead() {
        RecentFeed recent = feed(Map.of("notifications.feed.recent-time", "10m"));
        long written = clock.millis();
        clock.advance(Duration.ofHours(1));
        Cursor cursor = recent.cursorAtEnd(ANN);
        recent.append(created(ANN, "a", 1), recent.partitionOf(ANN), nextOffset++, written);

        assertThat(frames(cursor)).singleElement().asString().contains("event: created");
        clock.advance(Duration.ofMinutes(9));
        recent.evictOverdue();
        assertThat(recent.records()).isOne();
        clock.advance(Duration.ofMinutes(2));
        recent.evictOverdue();
        assertThat(recent.records()).isZero();
    }

    @Test
    void acceptsPositionWithoutEntriesAfterIt() {
        RecentFeed recent = feed(Map.of("notifications.feed.recent-time", "10m"));
        append(recent, created(ANN, "a", 1));
        Position present = recent.present(ANN);
        clock.advance(Duration.ofMinutes(11));
        recent.evictOverdue();

        assertThat(recent.resetReasonFor(ANN, present)).isNull();
    }

    @Test
    void removesTheFrameOfAnEvictedEntry() {
        RecentFeed recent = feed(Map.of("notifications.feed.recent-records", "1"));
        Cursor slow = recent.cursorAtEnd(ANN);
        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));

        assertThat(slow.advance().frame()).isNull();
    }

    @Test
    void givesNoFreshPositionBelowTheClientsPosition() {
        RecentFeed recent = feed(Map.of());
        Position ahead = new Position(Feeds.EPOCH, recent.present(ANN).partition(), nextOffset + 1, Position.UNKNOWN);
        Cursor cursor = recent.cursorAt(ANN, ahead);

        assertThat(recent.freshPosition(cursor)).isNull();
        append(recent, created(ANN, "a", 1));
        recent.skip(ahead.partition(), ahead.offset());

        assertThat(recent.freshPosition(recent.cursorAtEnd(ANN))).isEqualTo(recent.present(ANN));
    }

    @Test
    void showsNothingBelowThePositionWhenTheReplicaLags() {
        RecentFeed recent = feed(Map.of());
        Position ahead = new Position(Feeds.EPOCH, recent.present(ANN).partition(), nextOffset + 1, Position.UNKNOWN);
        Cursor cursor = recent.cursorAt(ANN, ahead);

        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));

        assertThat(recent.hasReached(ahead)).isTrue();
        assertThat(items(cursor)).containsExactly("b@1");
    }

    /** The second leader did not have what the first one had written last. */
    @Test
    void refusesPositionOfALogThatWasCut() {
        RecentFeed recent = feed(Map.of());
        appendBy(0, recent, created(ANN, "a", 1));
        Position first = recent.present(ANN);
        appendBy(2, recent, created(ANN, "b", 1));
        appendBy(2, recent, created(ANN, "c", 1));
        Position last = recent.present(ANN);

        assertThat(List.of(first.leaderEpoch(), last.leaderEpoch())).containsExactly(0, 2);
        assertThat(recent.resetReasonFor(ANN, first)).isNull();
        assertThat(recent.resetReasonFor(ANN, last)).isNull();
        assertThat(recent.resetReasonFor(ANN, withLeaderEpoch(last, 0))).isEqualTo(ResetReason.UNKNOWN_EPOCH);
        assertThat(recent.resetReasonFor(ANN, withLeaderEpoch(first, 1))).isEqualTo(ResetReason.UNKNOWN_EPOCH);
        assertThat(recent.resetReasonFor(ANN, withLeaderEpoch(last, Position.UNKNOWN)))
                .isNull();
        assertThat(recent.cursorAt(ANN, withLeaderEpoch(last, 0))).isNull();
    }

    /** A record that was published again after the cut has a known version, and a reader who returns has not seen it. */
    @Test
    void showsEveryRecordOfALogThatWasCut() {
        RecentFeed recent = feed(Map.of());
        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));
        recent.forgetLog();
        recent.restart(Feeds.EPOCH, new long[] {nextOffset, nextOffset});
        Cursor cursor = recent.cursorAtEnd(ANN);
        Feeds.evictAll(recent);

        append(recent, created(ANN, "b", 1));

        assertThat(items(cursor)).containsExactly("b@1");
    }

    @Test
    void refusesPositionOfAnotherLogOrPartition() {
        RecentFeed recent = feed(Map.of());
        Position present = recent.present(ANN);

        assertThat(recent.resetReasonFor(
                        ANN, new Position("ffffffffff", present.partition(), present.offset(), Position.UNKNOWN)))
                .isEqualTo(ResetReason.UNKNOWN_EPOCH);
        assertThat(recent.resetReasonFor(
                        ANN, new Position(Feeds.EPOCH, present.partition() + 1, present.offset(), Position.UNKNOWN)))
                .isEqualTo(ResetReason.MALFORMED);
    }

    @Test
    void showsOneResetForAnErasure() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);
        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));

        append(recent, erased(ANN, "a", 2));
        append(recent, erased(ANN, "b", 2));

        assertThat(frames(cursor)).singleElement().asString().contains("event: reset", "{\"reason\":\"erased\"}");
    }

    @Test
    void showsOneResetForManyChangesBetweenTheOtherFrames() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);
        Position before = cursor.start();
        append(recent, created(ANN, "a", 1));
        append(recent, manyChanges(ANN, "many", 1));
        append(recent, manyChanges(ANN, "many", 1));
        append(recent, created(ANN, "b", 1));

        var shown = frames(cursor);

        assertThat(shown).hasSize(3);
        assertThat(shown.get(0)).contains("event: created");
        assertThat(shown.get(1)).contains("event: reset", "id: ", "{\"reason\":\"many-changes\"}");
        assertThat(shown.get(2)).contains("event: created");
        assertThat(frames(recent.cursorAt(ANN, before))).isEqualTo(shown);
    }

    /** In a roll-out: a replica of an older version skips that record, and its positions have no leader epoch. */
    @Test
    void resetsAReaderWhomAnOlderVersionHasNotToldOfManyChanges() {
        RecentFeed recent = feed(Map.of());
        Position before = recent.present(ANN);
        appendBy(0, recent, manyChanges(ANN, "many", 1));
        Position after = recent.present(ANN);
        appendBy(0, recent, created("bob", "b", 1));

        assertThat(recent.resetReasonFor(ANN, withLeaderEpoch(after, Position.UNKNOWN)))
                .isEqualTo(ResetReason.MANY_CHANGES);
        assertThat(recent.resetReasonFor(ANN, after)).isNull();
        assertThat(recent.resetReasonFor(ANN, before)).isNull();
    }

    /** Brokers that give none: this version writes such positions too, and a reader would be reset again and again. */
    @Test
    void resumesAfterManyChangesWithoutLeaderEpochs() {
        RecentFeed recent = feed(Map.of());
        append(recent, manyChanges(ANN, "many", 1));

        assertThat(recent.resetReasonFor(ANN, recent.present(ANN))).isNull();
    }

    @Test
    void showsNothingMoreAfterTheReset() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);
        append(recent, erased(ANN, "a", 2));
        assertThat(frames(cursor)).hasSize(1);

        append(recent, erased(ANN, "b", 2));

        assertThat(cursor.hasNext()).isFalse();
        assertThat(recent.freshPosition(cursor)).isEqualTo(recent.present(ANN));
    }

    /** Ingest may store an item before the erasure and publish it afterwards. */
    @Test
    void dropsLatePublicationsOfErasedItems() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);
        append(recent, erased(ANN, "a", 2));
        append(recent, erased(ANN, "b", 2));

        append(recent, created(ANN, "a", 1));
        append(recent, created(ANN, "b", 1));

        assertThat(items(cursor)).containsExactly("a@2");
    }

    @Test
    void showsErasureOfTheSameVersionAsADeletion() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);
        append(recent, created(ANN, "a", 1));
        append(recent, deleted(ANN, "a", 2));

        append(recent, erased(ANN, "a", 2));
        append(recent, deleted(ANN, "a", 2));

        assertThat(frames(cursor)).singleElement().asString().contains("event: reset");
    }

    @Test
    void givesNoFreshPositionAfterARestart() {
        RecentFeed recent = feed(Map.of());
        Cursor cursor = recent.cursorAtEnd(ANN);

        recent.restart(Feeds.EPOCH, new long[] {nextOffset + 50, nextOffset + 50});

        assertThat(recent.freshPosition(cursor)).isNull();
    }

    @Test
    void dropsRecipientWithoutEntriesAndCursors() {
        RecentFeed recent = feed(Map.of("notifications.feed.recent-records", "1"));
        Cursor cursor = recent.cursorAtEnd(ANN);
        recent.release(cursor);
        recent.release(cursor);

        Cursor later = recent.cursorAtEnd(ANN);
        append(recent, created("bob", "b", 1));
        append(recent, created(ANN, "a", 1));

        assertThat(items(later)).containsExactly("a@1");
    }

    private RecentFeed feed(Map<String, String> settings) {
        RecentFeed recent = new RecentFeed(Feeds.config(settings), clock);
        recent.restart(Feeds.EPOCH, new long[] {nextOffset, nextOffset});
        return recent;
    }

    private void append(RecentFeed recent, FeedRecord record) {
        int partition = Partitioning.partitionOf(record.recipient(), 2);
        recent.append(record, partition, nextOffset++, clock.millis());
    }

    private void appendBy(int leaderEpoch, RecentFeed recent, FeedRecord record) {
        recent.readLeaderEpoch(Partitioning.partitionOf(record.recipient(), 2), nextOffset, leaderEpoch);
        append(recent, record);
    }

    private static Position withLeaderEpoch(Position position, int leaderEpoch) {
        return new Position(position.epoch(), position.partition(), position.offset(), leaderEpoch);
    }

    private static List<String> frames(Cursor cursor) {
        List<String> frames = new ArrayList<>();
        for (Entry entry = cursor.advance(); entry != null; entry = cursor.advance()) {
            frames.add(entry.frame().toString());
        }
        return frames;
    }

    private static List<String> items(Cursor cursor) {
        List<String> items = new ArrayList<>();
        for (Entry entry = cursor.advance(); entry != null; entry = cursor.advance()) {
            items.add(entry.record().itemId() + "@" + entry.record().version());
        }
        return items;
    }
}
