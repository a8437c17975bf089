package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.ARCHIVED;
import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.SENT;
import static dev.notificationfeed.store.ChangeResult.Outcome.CHANGED;
import static dev.notificationfeed.store.ChangeResult.Outcome.EARLY;
import static dev.notificationfeed.store.ChangeResult.Outcome.SEEN_BEFORE;
import static dev.notificationfeed.store.ChangeResult.Outcome.STATUS_NOT_ALLOWED;
import static dev.notificationfeed.store.ChangeResult.Outcome.STORED;
import static dev.notificationfeed.store.ChangeResult.Outcome.UNKNOWN_NOTIFICATION;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that arrive before the event that creates their item. */
class StoreEarlyChangesTest {

    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void itemThatWasWithdrawnBeforeItCameIsNotShown() {
        wire.apply(item("a").withdrawn("w"));

        var created = wire.apply(item("a").created()).get(0);

        assertThat(created.outcome()).isEqualTo(SEEN_BEFORE);
        assertThat(created.publication().kind()).isEqualTo(Kind.DELETED);
        assertThat(await(wire.store.find(ANNA, id("a")))).isNull();
        assertNothingIsKept();
    }

    @Test
    void earlyStatusChangeIsAppliedWhenTheItemComes() {
        wire.apply(item("a").changed("c", READ, NOW));

        var created = wire.apply(item("a").created()).get(0);

        assertThat(created.outcome()).isEqualTo(STORED);
        assertThat(created.publication().kind()).isEqualTo(Kind.CREATED);
        assertThat(created.publication().version()).isEqualTo(2);
        assertThat(await(wire.store.find(ANNA, id("a"))).status()).isEqualTo(READ);
        assertNothingIsKept();
    }

    @Test
    void earlyChangesAreAppliedInTheOrderOfTheirTimes() {
        wire.apply(item("a").changed("c2", ARCHIVED, NOW));
        wire.apply(item("a").changed("c1", READ, NOW.minusSeconds(60)));

        var created = wire.apply(item("a").created()).get(0);

        assertThat(created.publication().item().status()).isEqualTo(ARCHIVED);
        assertThat(created.publication().item().readAt()).isEqualTo(NOW.minusSeconds(60));
    }

    @Test
    void redeliveryKeepsAChangeOnceAndAppliesItOnce() {
        var change = item("a").changed("c", READ, NOW);
        var record = Arrivals.at(NOW, List.of(change));
        await(wire.store.apply(record));
        await(wire.store.apply(record));
        assertThat(kept()).isEqualTo(1);

        wire.apply(item("a").created());

        assertThat(outcomes(change)).containsExactly(SEEN_BEFORE);
        assertThat(await(wire.store.find(ANNA, id("a"))).version()).isEqualTo(2);
    }

    @Test
    void eachCopyOfAnEventThatWasPublishedTwiceWaitsForItsOwnDeadLetter() {
        var change = item("a").changed("c", READ, NOW);
        assertThat(outcomes(change, change)).containsExactly(EARLY, EARLY);
        wire.clock.advance(WAIT);

        assertThat(claim())
                .extracting(kept -> kept.received().record().offset())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void earlyTombstoneGivesWayToTheItemOfAnotherRecipient() {
        wire.apply(item("a").to(BEN).withdrawn("w"), item("a").changed("c", READ, NOW));

        var created = wire.apply(item("a").created()).get(0);

        assertThat(created.outcome()).isEqualTo(STORED);
        assertThat(created.publication().kind()).isEqualTo(Kind.CREATED);
        assertThat(await(wire.store.find(ANNA, id("a"))).status()).isEqualTo(READ);
        assertThat(kept()).isEqualTo(1);
    }

    @Test
    void tombstoneThatMetItsItemGivesWayToNobody() {
        wire.apply(item("a").withdrawn("w"), item("a").created());

        assertThat(outcomes(item("a").to(BEN).created(), item("a").created())).containsOnly(SEEN_BEFORE);
        assertThat(await(wire.store.find(BEN, id("a")))).isNull();
    }

    @Test
    void changeOfSomeoneElsesItemIsRefusedAtOnce() {
        wire.apply(item("a").created());

        assertThat(outcomes(item("a").to(BEN).withdrawn("w"), item("a").to(BEN).changed("c", READ, NOW)))
                .containsOnly(UNKNOWN_NOTIFICATION);
        assertNothingIsKept();
    }

    @Test
    void itemThatComesBetweenTheLookAndTheKeepingIsChanged() {
        try (var other = new StoreOnWire(mongo.secondConnectionString())) {
            mongo.beforeNext("insert", () -> other.apply(item("a").created()));

            assertThat(outcomes(item("a").changed("c", READ, NOW))).containsExactly(CHANGED);
            assertNothingIsKept();
        }
    }

    @Test
    void twentyChangesOfOneItemAreKept() {
        var changes = Arrivals.at(
                NOW,
                IntStream.range(0, 21)
                        .mapToObj(i -> item("a").changed("c" + i, READ, NOW))
                        .toList());

        assertThat(await(wire.store.apply(changes)))
                .extracting(ChangeResult::outcome)
                .startsWith(EARLY)
                .endsWith(EARLY, UNKNOWN_NOTIFICATION);
        assertThat(await(wire.store.apply(List.of(changes.get(19)))))
                .extracting(ChangeResult::outcome)
                .containsExactly(EARLY);
    }

    @Test
    void changesOfOthersDoNotUseUpThePlacesOfTheOwner() {
        var ofBen = IntStream.range(0, 20)
                .mapToObj(i -> item("a").to(BEN).changed("c" + i, READ, NOW))
                .toArray(Change[]::new);

        assertThat(outcomes(ofBen)).containsOnly(EARLY);
        assertThat(outcomes(item("a").changed("own", READ, NOW))).containsExactly(EARLY);
    }

    @Test
    void changesBeyondTheLimitOfAllItemsAreRefusedAtOnceWithTheReason() {
        IntStream.range(0, 30).forEach(i -> wire.apply(item("a" + i).changed("c" + i, READ, NOW)));

        var refused = wire.apply(item("b").withdrawn("w")).get(0);

        assertThat(refused.outcome()).isEqualTo(UNKNOWN_NOTIFICATION);
        assertThat(refused.detail()).endsWith("too many changes wait for theirs already");
        assertThat(wire.raw(id("b"))).isNull();
    }

    @Test
    void oneReplicaEndsAWaitAndAnotherOneIfThatDies() {
        var change = item("a").withdrawn("w");
        wire.apply(change);
        assertThat(claim()).isEmpty();
        wire.clock.advance(WAIT);

        var ended = claim();

        assertThat(ended).singleElement().satisfies(kept -> {
            assertThat(kept.received().change()).isEqualTo(change);
            assertThat(kept.received().record().key()).isEqualTo(ANNA.value().getBytes());
            assertThat(kept.received().record().publishedAt()).isEqualTo(NOW);
            assertThat(kept.received().record().headers()).hasSize(1);
        });
        assertThat(claim()).isEmpty();
        wire.clock.advance(CLAIM);
        assertThat(claim()).hasSize(1);
        await(wire.store.forgetKept(ended));
        assertNothingIsKept();
    }

    /** A replica of an older version does not look for kept changes. */
    @Test
    void changeWhoseItemCameUnnoticedIsAppliedWhenItsWaitEnds() {
        wire.apply(item("a").created(), item("b").changed("c", READ, NOW));
        var raw = wire.raw(id("a")).append("_id", id("b").value());
        await(wire.collection("notifications").insertOne(raw));
        wire.clock.advance(WAIT);

        var results = await(
                wire.store.apply(claim().stream().map(KeptChange::received).toList()));

        assertThat(results).extracting(ChangeResult::outcome).containsExactly(CHANGED);
    }

    @Test
    void changeThatTheItemRefusesIsRefusedWhenItsWaitEnds() {
        wire.apply(item("a").changed("c", SENT, NOW));
        assertThat(outcomes(item("a").created())).containsExactly(STORED);
        wire.clock.advance(WAIT);

        var results = await(
                wire.store.apply(claim().stream().map(KeptChange::received).toList()));

        assertThat(results).extracting(ChangeResult::outcome).containsExactly(STATUS_NOT_ALLOWED);
    }

    private List<KeptChange> claim() {
        return await(wire.store.claimKept(100, CLAIM));
    }

    private List<ChangeResult.Outcome> outcomes(Change... changes) {
        return wire.apply(changes).stream().map(ChangeResult::outcome).toList();
    }

    private void assertNothingIsKept() {
        assertThat(kept()).isZero();
    }

    private long kept() {
        return await(wire.collection("early-changes").countDocuments());
    }
}
