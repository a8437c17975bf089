package dev.notificationfeed.retention;

import static dev.notificationfeed.store.Sample.AN_HOUR_AGO;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.Creation;
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

/** A changed retention on what is stored; new items are stored for 400 days here. */
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
    void isGivenToEveryItemByOneReplicaAndThenNeverAgain() {
        store(1200);
        replicasWith(SHORT, SHORT);
        wire.commands.forget();

        await(wire.retention(SHORT).look());

        var sent = wire.commands.sent();
        assertThat(removals()).hasSize(1200).containsOnly(AN_HOUR_AGO.plus(SHORT));
        assertThat(settings()).containsEntry("applied", "PT720H").doesNotContainKeys("walking", "upTo", "claimedUntil");
        // To begin with: what is remembered, who is there, whether there is anything. A step: a read, who is there,
        // what is
        // remembered; and a write for a hundred items.
        assertThat(sent).hasSize(3 + 1 + 3 * 3 + 12).containsOnly("find", "insert", "update");

        wire.commands.forget();
        await(wire.retention(SHORT).look());
        assertThat(wire.commands.sent()).containsExactly("find", "find");
    }

    @Test
    void canBeTakenBack() {
        store(3);
        replicasWith(SHORT);
        await(wire.retention(SHORT).look());

        replicasWith(LONG);
        await(wire.retention(LONG).look());

        assertThat(removals()).hasSize(3).containsOnly(AN_HOUR_AGO.plus(LONG));
        assertThat(settings()).containsEntry("applied", "PT9600H");
    }

    @Test
    void leavesAnItemThatEndsSoonerAndEveryTombstoneAsTheyAre() {
        wire.apply(
                item("ends").until(NOW.plusSeconds(60)).created(),
                item("gone").created(),
                item("gone").withdrawn("w"),
                item("erased").to(StoreOnWire.BEN).created());
        await(wire.store.markPublished(await(wire.store.erase(StoreOnWire.BEN))));
        replicasWith(Duration.ofDays(2));

        await(wire.retention(Duration.ofDays(2)).look());

        assertThat(removalOf("ends")).isEqualTo(NOW.plusSeconds(60).plus(Duration.ofDays(1)));
        assertThat(removalOf("gone"))
                .isEqualTo(removalOf("erased"))
                .isEqualTo(NOW.plus(NotificationDocument.TOMBSTONE_RETENTION));
    }

    @Test
    void leavesAnItemAsItIsThatBecameATombstoneMeanwhile() {
        store(1);
        replicasWith(SHORT.plusDays(1));

        // By another client: this one waits for it on the thread that its own answers come on.
        try (var other = new StoreOnWire(mongo.connectionString())) {
            await(wire.retention(SHORT.plusDays(1), () -> other.apply(item("e0").withdrawn("w")))
                    .look());
        }

        assertThat(removalOf("e0")).isEqualTo(NOW.plus(NotificationDocument.TOMBSTONE_RETENTION));
    }

    @Test
    void goesOnWhereAFaultStoppedIt() {
        store(1200);
        replicasWith(SHORT);
        // Five for the first step, one that it is done, and the first of the second step.
        mongo.answerAfter(7, "update", FAILS);
        assertThatThrownBy(() -> await(wire.retention(SHORT).look())).isInstanceOf(StoreUnavailableException.class);
        assertThat(removals()).contains(AN_HOUR_AGO.plus(SHORT), AN_HOUR_AGO.plus(LONG));
        mongo.recover();
        wire.clock.advance(BackfillProgress.LEASE);
        replicasWith(SHORT);
        wire.commands.forget();

        await(wire.retention(SHORT).look());

        var sent = wire.commands.sent();
        assertThat(removals()).hasSize(1200).containsOnly(AN_HOUR_AGO.plus(SHORT));
        assertThat(sent).as("the first five hundred are not read again").hasSize(2 + 1 + 2 * 3 + 6);
    }

    @Test
    void isLeftToTheReplicaThatHasClaimedIt() {
        store(600);
        replicasWith(SHORT, SHORT);

        await(Uni.combine()
                .all()
                .unis(wire.retention(SHORT).look(), wire.retention(SHORT).look())
                .discardItems());

        assertThat(removals()).hasSize(600).containsOnly(AN_HOUR_AGO.plus(SHORT));
        assertThat(wire.commands.sent())
                .as("as many writes as one needs")
                .filteredOn("update"::equals)
                .hasSize(6 + 2);
    }

    @Test
    void waitsUntilEveryReplicaKeepsItemsForAsLong() {
        store(3);
        replicasWith(SHORT, LONG);

        await(wire.retention(SHORT).look());
        assertThat(removals()).containsOnly(AN_HOUR_AGO.plus(LONG));
        assertThat(wire.collections()).doesNotContain("settings");

        wire.clock.advance(Retention.SEEN_WITHIN.plusMillis(1));
        replica("new", SHORT.toString());
        await(wire.retention(SHORT).look());
        assertThat(removals()).containsOnly(AN_HOUR_AGO.plus(SHORT));
    }

    @Test
    void waitsForReplicasOfAVersionThatDoesNotSay() {
        store(3);
        replicasWith(SHORT);
        replica("old", null);

        await(wire.retention(SHORT).look());

        assertThat(removals()).containsOnly(AN_HOUR_AGO.plus(LONG));
    }

    @Test
    void isGivenAnewWhenAReplicaWithAnotherOneHasBeenThere() {
        store(3);
        replicasWith(SHORT);
        await(wire.retention(SHORT).look());
        replica("canary", LONG.toString());
        wire.apply(item("by-canary").created());
        await(wire.retention(SHORT).look());
        assertThat(settings()).doesNotContainKey("applied");

        replicasWith(SHORT);
        await(wire.retention(SHORT).look());

        assertThat(removalOf("by-canary")).isEqualTo(AN_HOUR_AGO.plus(SHORT));
        assertThat(settings()).containsEntry("applied", "PT720H");
    }

    @Test
    void staysAppliedWhereNoReplicaHasReportedYet() {
        replicasWith(SHORT);
        await(wire.retention(SHORT).look());
        replicasWith();

        assertThatThrownBy(() -> await(wire.retention(SHORT).look())).isInstanceOf(StoreUnavailableException.class);

        assertThat(settings()).containsEntry("applied", "PT720H");
    }

    @Test
    void isGivenToNothingThatIsStoredAfterTheFirstLook() {
        replicasWith(SHORT);
        await(wire.retention(SHORT).look());
        assertThat(settings()).containsEntry("applied", "PT720H").containsOnlyKeys("_id", "applied");
        store(3);
        wire.commands.forget();

        await(wire.retention(SHORT).look());

        assertThat(wire.commands.sent()).containsExactly("find", "find");
    }

    @Test
    void isGivenToWhatAReplicaWithAnotherOneStoredAfterTheFirstLook() {
        replicasWith(SHORT);
        await(wire.retention(SHORT).look());
        replicasWith(SHORT, LONG);
        store(3);
        await(wire.retention(SHORT).look());
        replicasWith(SHORT);

        await(wire.retention(SHORT).look());

        assertThat(removals()).hasSize(3).containsOnly(AN_HOUR_AGO.plus(SHORT));
    }

    private void store(int count) {
        List<Creation> items =
                IntStream.range(0, count).mapToObj(i -> item("e" + i).created()).toList();
        await(wire.store.apply(items));
    }

    /** All that are there now, each with its retention. */
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
