package dev.notificationfeed.capability;

import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.StoreOnWire;
import dev.notificationfeed.store.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Registers of different replicas on one database. The time of their machines is not known to them; that of the server is. */
class ReplicaRegisterTest {

    private static final Duration RECENTLY = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofDays(400);
    private static final Duration SHORT = Duration.ofDays(30);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final AtomicLong nanos = new AtomicLong(-1);

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void seesReplicasByTheTimeOfTheServer() {
        await(register(LONG).report(replica("other")));
        var register = register(LONG);

        await(register.report(replica("own")));

        assertThat(await(register.seenWithin(RECENTLY)))
                .allSatisfy(seen -> assertThat(seen.ago()).isLessThan(RECENTLY))
                .extracting(SeenReplica::replica)
                .containsExactlyInAnyOrder(replica("own"), replica("other"));
        assertThat(stored("own").getDate("seenAt").toInstant()).isAfter(StoreOnWire.NOW.plus(LONG));
    }

    @Test
    void ageOfAReportGrowsByTheMonotonicClock() {
        var register = register(LONG);
        await(register.report(replica("own")));

        nanos.addAndGet(RECENTLY.plusSeconds(1).toNanos());

        assertThat(await(register.seenWithin(RECENTLY))).isEmpty();
        assertThat(await(register.seenWithin(RECENTLY.multipliedBy(2))))
                .singleElement()
                .satisfies(seen -> assertThat(seen.ago()).isGreaterThan(RECENTLY));
    }

    @Test
    void replacesTheReportOfAReplica() {
        var register = register(LONG);
        await(register.report(new Replica("own", "1.0.0", Map.of("notifications.stream", "no feed"))));

        await(register.report(replica("own")));

        assertThat(await(register.seenWithin(RECENTLY)))
                .extracting(SeenReplica::replica)
                .containsExactly(replica("own"));
    }

    @Test
    void deletesReplicasThatAreSilentForADay() {
        oldReplica("silent", Instant.now().minus(Duration.ofDays(1)).minusSeconds(60));
        oldReplica("slept", Instant.now().minus(Duration.ofDays(1)).plusSeconds(60));

        await(register(LONG).report(replica("own")));

        assertThat(stored("silent")).isNull();
        assertThat(stored("slept")).isNotNull();
    }

    /** A replica of the previous version writes the time of its own clock, and no version of it knows the one of the server. */
    @Test
    void seesOldReplicasByTheirOwnTime() {
        oldReplica("old", Instant.now().minusSeconds(14));
        oldReplica("gone", Instant.now().minusSeconds(30));
        var register = register(LONG);

        await(register.report(replica("own")));

        assertThat(await(register.seenWithin(RECENTLY)))
                .extracting(seen -> seen.replica().instance())
                .containsExactlyInAnyOrder("own", "old");
    }

    @Test
    void knowsOfNoAgreementBeforeItHasReported() {
        await(register(LONG).report(replica("other")));

        assertThat(await(register(LONG).agreesOnRetention(RECENTLY))).isNull();
    }

    @Test
    void agreesOnRetentionWithEveryReplicaOfTheLastSeconds() {
        var other = register(SHORT);
        await(other.report(replica("other")));
        var register = register(LONG);
        await(register.report(replica("own")));

        assertThat(await(register.agreesOnRetention(RECENTLY))).isFalse();

        nanos.addAndGet(RECENTLY.toNanos());
        await(wire.collection("replicas").deleteOne(new Document("_id", "other")));
        assertThat(await(register.agreesOnRetention(RECENTLY.multipliedBy(2)))).isTrue();
    }

    private ReplicaRegister register(Duration retention) {
        var settings = new TestSettings(wire.config.timeout(), retention);
        return new ReplicaRegister(
                new ReplicasOnWire(wire), new Guard(settings, wire.registry), new ServerTime(nanos::get), settings);
    }

    private static Replica replica(String instance) {
        return new Replica(instance, "1.0.0", Map.of("notifications.stream", ""));
    }

    private void oldReplica(String instance, Instant seenAt) {
        await(wire.collection("replicas")
                .insertOne(new Document("_id", instance)
                        .append("version", "0.9.0")
                        .append("capabilities", List.of())
                        .append("seenAt", Date.from(seenAt))));
    }

    private Document stored(String instance) {
        return await(
                wire.collection("replicas").find(new Document("_id", instance)).toUni());
    }
}
