package dev.notificationfeed.retention;

import static dev.notificationfeed.store.Sample.AN_HOUR_AGO;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.Removal;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.store.Arrivals;
import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.StoreOnWire;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A changed retention is applied to stored items; new items are stored with 400 days here. */
class RetentionTest {

    private static final Duration LONG = Duration.ofDays(400);
    private static final Duration SHORT = Duration.ofDays(30);
    private static final de.bwaldvogel.mongo.bson.Document FAILS =
            new de.bwaldvogel.mongo.bson.Document("ok", 0).append("code", 91).append("errmsg", "shutting down");

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void isAppliedToEveryItemOnce() {
        store(600);
        replicasWith(SHORT, SHORT);
        wire.commands.forget();

        await(retention(SHORT).apply());

        var sent = wire.commands.sent();
        assertThat(removals()).hasSize(600).containsOnly(AN_HOUR_AGO.plus(SHORT));
        assertThat(settings()).containsEntry("applied", "PT720H").doesNotContainKeys("walking", "upTo", "claimedUntil");
        // Start: read the progress and the replicas, look for any item; claim. Too wide a range once. Batch: read the
        // items and
        // the replicas, write the progress. One update per hundred items, rounded up for each batch.
        assertThat(sent).hasSizeBetween(3 + 1 + 1 + 2 * 3 + 6, 3 + 1 + 1 + 2 * 3 + 8);
        assertThat(sent).containsOnly("find", "insert", "update");
        assertReadsRangesOfIds();

        wire.commands.forget();
        await(retention(SHORT).apply());
        assertThat(wire.commands.sent()).containsExactly("find", "find");
    }

    @Test
    void canBeChangedBack() {
        store(3);
        replicasWith(SHORT);
        await(retention(SHORT).apply());

        replicasWith(LONG);
        await(retention(LONG).apply());

        assertThat(removals()).hasSize(3).containsOnly(AN_HOUR_AGO.plus(LONG));
        assertThat(settings()).containsEntry("applied", "PT9600H");
    }

    @Test
    void keepsTheRemovalTimeOfTombstonesAndOfItemsThatExpireSooner() {
        wire.apply(
                item("ends").until(NOW.plusSeconds(60)).created(),
                item("gone").created(),
                item("gone").withdrawn("w"),
                item("erased").to(StoreOnWire.BEN).created());
        await(wire.store.markPublished(await(wire.store.erase(StoreOnWire.BEN, "staff"))));
        replicasWith(Duration.ofDays(2));

        await(retention(Duration.ofDays(2)).apply());

        assertThat(removalOf("ends")).isEqualTo(NOW.plusSeconds(60).plus(Duration.ofDays(1)));
        assertThat(removalOf("gone"))
                .isEqualTo(removalOf("erased"))
                .isEqualTo(NOW.plus(NotificationDocument.TOMBSTONE_RETENTION));
    }

    /** MongoDB removes an item some time after its removal time has passed, and tells nobody. */
    @Test
    void itemsOlderThanTheRetentionEndOneAfterTheOtherBeforeTheyAreRemoved() {
        store(3);
        wire.clock.advance(Duration.ofDays(60));
        replicasWith(SHORT);

        await(retention(SHORT).apply());

        var end = wire.clock.instant().plus(Removal.NOTICE);
        assertThat(removals()).containsExactlyInAnyOrder(end, end.plusMillis(20), end.plusMillis(40));
        assertThat(await(wire.store.claimEnding(10, Duration.ofSeconds(5))))
                .extracting(Publication::kind)
                .containsExactly(Kind.DELETED);
        assertThat(settings()).containsEntry("applied", "PT720H");
    }

    /** An item that ended is not shown again by a longer retention, and one that ends soon ends no later. */
    @Test
    void itemsThatHaveEndedKeepTheirRemovalTime() {
        store(1);
        wire.clock.set(AN_HOUR_AGO.plus(LONG).minus(Removal.NOTICE));
        assertThat(await(wire.store.claimEnding(10, Duration.ofSeconds(5)))).hasSize(1);
        var removal = removalOf("e0");
        replicasWith(LONG.plus(LONG));

        await(retention(LONG.plus(LONG)).apply());

        assertThat(removalOf("e0")).isEqualTo(removal);
    }

    @Test
    void keepsTheRemovalTimeOfAnItemThatBecomesATombstoneDuringTheBackfill() {
        store(1);
        replicasWith(SHORT.plusDays(1));

        // By another client, because the callback blocks the thread that delivers the answers of this one.
        try (var other = new StoreOnWire(mongo.connectionString())) {
            await(RetentionOnWire.of(
                            wire,
                            SHORT.plusDays(1),
                            () -> other.apply(item("e0").withdrawn("w")))
                    .apply());
        }

        assertThat(removalOf("e0")).isEqualTo(NOW.plus(NotificationDocument.TOMBSTONE_RETENTION));
    }

    @Test
    void resumesAfterAFailure() {
        store(600);
        replicasWith(SHORT);
        // The updates and the progress of the first batch, half of the items, and an update of the second batch.
        mongo.answerAfter(5, "update", FAILS);
        assertThatThrownBy(() -> await(retention(SHORT).apply())).isInstanceOf(StoreUnavailableException.class);
        assertThat(removals()).contains(AN_HOUR_AGO.plus(SHORT), AN_HOUR_AGO.plus(LONG));
        mongo.recover();
        wire.clock.advance(BackfillProgress.LEASE);
        replicasWith(SHORT);
        wire.commands.forget();

        await(retention(SHORT).apply());

        assertThat(removals()).hasSize(600).containsOnly(AN_HOUR_AGO.plus(SHORT));
        assertThat(wire.commands.filters("find"))
                .as("the first half is not read again")
                .filteredOn(filter -> filter.contains("sentAt"))
                .noneMatch(filter -> filter.contains("{\"$gt\": \"\"}"));
    }

    @Test
    void isAppliedByOneReplicaAtATime() {
        store(600);
        replicasWith(SHORT, SHORT);

        await(Uni.combine()
                .all()
                .unis(retention(SHORT).apply(), retention(SHORT).apply())
                .discardItems());

        assertThat(removals()).hasSize(600).containsOnly(AN_HOUR_AGO.plus(SHORT));
        assertThat(wire.commands.sent())
                .as("the updates of one backfill")
                .filteredOn("update"::equals)
                .hasSizeBetween(6 + 2, 6 + 2 + 1);
    }

    @Test
    void waitsUntilEveryReplicaHasTheSameRetention() {
        store(3);
        replicasWith(SHORT, LONG);

        await(retention(SHORT).apply());
        assertThat(removals()).containsOnly(AN_HOUR_AGO.plus(LONG));
        assertThat(wire.collections()).doesNotContain("settings");

        wire.clock.advance(Retention.SEEN_WITHIN.plusMillis(1));
        replica("new", SHORT.toString());
        await(retention(SHORT).apply());
        assertThat(removals()).containsOnly(AN_HOUR_AGO.plus(SHORT));
    }

    @Test
    void waitsForReplicasThatDoNotReportTheirRetention() {
        store(3);
        replicasWith(SHORT);
        replica("old", null);

        await(retention(SHORT).apply());

        assertThat(removals()).containsOnly(AN_HOUR_AGO.plus(LONG));
    }

    @Test
    void isAppliedAgainAfterAReplicaWithAnotherRetention() {
        store(3);
        replicasWith(SHORT);
        await(retention(SHORT).apply());
        replica("canary", LONG.toString());
        wire.apply(item("by-canary").created());
        await(retention(SHORT).apply());
        assertThat(settings()).doesNotContainKey("applied");

        replicasWith(SHORT);
        await(retention(SHORT).apply());

        assertThat(removalOf("by-canary")).isEqualTo(AN_HOUR_AGO.plus(SHORT));
        assertThat(settings()).containsEntry("applied", "PT720H");
    }

    @Test
    void staysAppliedBeforeAnyReplicaHasReported() {
        replicasWith(SHORT);
        await(retention(SHORT).apply());
        replicasWith();

        assertThatThrownBy(() -> await(retention(SHORT).apply())).isInstanceOf(StoreUnavailableException.class);

        assertThat(settings()).containsEntry("applied", "PT720H");
    }

    @Test
    void needsNoBackfillForItemsStoredAfterTheFirstRun() {
        replicasWith(SHORT);
        await(retention(SHORT).apply());
        assertThat(settings()).containsEntry("applied", "PT720H").containsOnlyKeys("_id", "applied");
        store(3);
        wire.commands.forget();

        await(retention(SHORT).apply());

        assertThat(wire.commands.sent()).containsExactly("find", "find");
    }

    @Test
    void isAppliedToItemsThatAReplicaWithAnotherRetentionStored() {
        replicasWith(SHORT);
        await(retention(SHORT).apply());
        replicasWith(SHORT, LONG);
        store(3);
        await(retention(SHORT).apply());
        replicasWith(SHORT);

        await(retention(SHORT).apply());

        assertThat(removals()).hasSize(3).containsOnly(AN_HOUR_AGO.plus(SHORT));
    }

    /** Without a sort: a server that does not sort by an index would read all later items for each batch. */
    private void assertReadsRangesOfIds() {
        assertThat(wire.commands.found())
                .filteredOn(find -> find.getDocument("filter").toString().contains("\"$gt\""))
                .hasSize(3)
                .allSatisfy(find -> {
                    assertThat(find.keySet()).doesNotContain("sort");
                    assertThat(find.getInt32("limit").getValue()).isEqualTo(501);
                    assertThat(find.getDocument("projection").keySet())
                            .containsExactlyInAnyOrder("recipient", "sentAt", "expiresAt", "removeAt", "version");
                });
    }

    private Retention retention(Duration sinceSent) {
        return RetentionOnWire.of(wire, sinceSent);
    }

    private void store(int count) {
        List<Creation> items =
                IntStream.range(0, count).mapToObj(i -> item("e" + i).created()).toList();
        await(wire.store.apply(Arrivals.at(wire.clock.instant(), items)));
    }

    /** Replaces all replicas. */
    private void replicasWith(Duration... retentions) {
        await(wire.collection("replicas").deleteMany(new Document()));
        IntStream.range(0, retentions.length).forEach(i -> replica("replica-" + i, retentions[i].toString()));
    }

    private void replica(String instance, String retention) {
        Document replica = new Document("_id", instance)
                .append("version", "1.0.0")
                .append("capabilities", List.of())
                .append("seenAt", Date.from(wire.clock.instant()));
        if (retention != null) {
            replica.append("retention", retention);
        }
        await(wire.collection("replicas").insertOne(replica));
    }

    private Document settings() {
        return await(wire.collection("settings").find().collect().first());
    }

    private Instant removalOf(String event) {
        return wire.raw(id(event)).getDate("removeAt").toInstant();
    }

    private List<Instant> removals() {
        return await(wire.collection(NotificationDocument.COLLECTION)
                .find()
                .map(document -> document.getDate("removeAt").toInstant())
                .collect()
                .asList());
    }
}
