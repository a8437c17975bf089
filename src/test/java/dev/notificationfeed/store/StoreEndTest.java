package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.ChangeResult.Outcome.PAST_RETENTION;
import static dev.notificationfeed.store.ChangeResult.Outcome.SEEN_BEFORE;
import static dev.notificationfeed.store.ChangeResult.Outcome.STORED;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.Publication;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of items, which readers must be told before MongoDB removes them. */
class StoreEndTest {

    private static final Duration CLAIM = Duration.ofSeconds(5);
    private static final Duration RETENTION = Duration.ofDays(400);
    private static final Duration NOTICE = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    private List<Publication> claimEnding() {
        return await(wire.store.claimEnding(100, CLAIM));
    }

    /** A second item is younger by a second. */
    private void storeTwoItems() {
        wire.apply(
                item("a").sent(NOW.minusSeconds(1)).created(),
                item("b").sent(NOW).created());
    }

    private void awaitEndOfTheFirst() {
        wire.clock.set(NOW.minusSeconds(1).plus(RETENTION).minus(NOTICE));
    }

    /** MongoDB would remove it at once, and it would be stored anew when it is sent again. */
    @Test
    void itemPastItsRetentionOnArrivalIsNeitherStoredNorPublished() {
        var old = item("old").sent(NOW.minus(RETENTION)).created();
        var ended = item("ended")
                .sent(NOW.minus(DAY).minusSeconds(1))
                .until(NOW.minus(DAY))
                .created();

        var applied = wire.apply(old, item("a").created(), ended, item("a").created(), old);

        assertThat(applied)
                .extracting(ChangeResult::outcome)
                .containsExactly(PAST_RETENTION, STORED, PAST_RETENTION, SEEN_BEFORE, PAST_RETENTION);
        assertThat(applied.stream().filter(one -> one.outcome() == PAST_RETENTION))
                .allMatch(one -> one.publication() == null && one.detail() == null);
        assertThat(wire.raw(id("old"))).isNull();
        assertThat(wire.raw(id("ended"))).isNull();
    }

    @Test
    void endOfTheRetentionIsPublishedAnHourBeforeTheRemoval() {
        storeTwoItems();
        awaitEndOfTheFirst();
        wire.clock.advance(Duration.ofMillis(-1));
        assertThat(claimEnding()).isEmpty();
        awaitEndOfTheFirst();

        var claimed = claimEnding();

        assertThat(claimed)
                .containsExactly(Publication.deleted(
                        ANNA, id("a"), 2, wire.clock.instant().plus(CLAIM)));
        assertThat(await(wire.store.find(ANNA, id("a")))).isNull();
        assertThat(await(wire.store.countUnread(ANNA, 100))).isEqualTo(1);
        assertThat(claimEnding()).isEmpty();
    }

    @Test
    void endedItemStaysUntilItsEndIsPublishedEvenAfterAnOutage() {
        storeTwoItems();
        awaitEndOfTheFirst();
        claimEnding();

        assertThat(wire.raw(id("a")).getDate("removeAt"))
                .isEqualTo(Date.from(wire.clock.instant().plus(DAY)));
        wire.clock.advance(CLAIM);
        var again = await(wire.store.claimPending(100, CLAIM));
        assertThat(again).extracting(Publication::kind).containsExactly(Publication.Kind.DELETED);
        await(wire.store.markPublished(again));
        assertThat(wire.raw(id("a"))).containsEntry("ended", true).doesNotContainKey("publishAt");
    }

    @Test
    void pendingMarkOfAnEndedItemIsNotPublished() {
        storeTwoItems();
        awaitEndOfTheFirst();
        var mark = await(wire.store.mark(ANNA, id("a"), READ)).publication();

        var claimed = claimEnding();
        await(wire.store.markPublished(List.of(mark)));

        assertThat(claimed).extracting(Publication::version).containsExactly(3L);
        assertThat(wire.raw(id("a"))).containsKey("publishAt");
    }

    @Test
    void expiredItemIsKeptForADayAfterItsEndAndNotEndedAgain() {
        wire.apply(item("a").sent(NOW).until(NOW.plusSeconds(60)).created());
        wire.clock.advance(DAY.minus(NOTICE).plusSeconds(60));
        var claimed = await(wire.store.claimPending(100, CLAIM));
        await(wire.store.markPublished(claimed));

        assertThat(claimEnding()).isEmpty();
        assertThat(wire.raw(id("a")).getDate("removeAt"))
                .isEqualTo(Date.from(wire.clock.instant().plus(DAY)));
    }

    @Test
    void tombstonesAndItemsWithALongerRetentionDoNotEnd() {
        storeTwoItems();
        wire.apply(item("a").withdrawn("w"));
        await(wire.collection("notifications")
                .updateMany(new Document(), new Document("$set", new Document("removeAt", Date.from(NOW)))));
        await(wire.collection("notifications")
                .updateOne(
                        new Document("_id", id("b").value()),
                        new Document("$set", new Document("removeAt", Date.from(NOW.plus(DAY))))));

        assertThat(claimEnding()).isEmpty();
    }

    @Test
    void withdrawalAfterTheEndIsNotPublishedAgain() {
        storeTwoItems();
        awaitEndOfTheFirst();
        await(wire.store.markPublished(claimEnding()));

        assertThat(wire.apply(item("a").changed("c", READ, wire.clock.instant()))
                        .get(0)
                        .publication())
                .isNull();
        assertThat(wire.apply(item("a").withdrawn("w")).get(0).publication()).isNull();
    }
}
