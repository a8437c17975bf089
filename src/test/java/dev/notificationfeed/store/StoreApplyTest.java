package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.ARCHIVED;
import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.SENT;
import static dev.notificationfeed.notification.Status.UNREAD;
import static dev.notificationfeed.store.ChangeResult.Outcome.CHANGED;
import static dev.notificationfeed.store.ChangeResult.Outcome.EARLY;
import static dev.notificationfeed.store.ChangeResult.Outcome.OUTDATED;
import static dev.notificationfeed.store.ChangeResult.Outcome.SEEN_BEFORE;
import static dev.notificationfeed.store.ChangeResult.Outcome.STATUS_NOT_ALLOWED;
import static dev.notificationfeed.store.ChangeResult.Outcome.STORED;
import static dev.notificationfeed.store.ChangeResult.Outcome.UNCHANGED;
import static dev.notificationfeed.store.ChangeResult.Outcome.UNKNOWN_NOTIFICATION;
import static dev.notificationfeed.store.Sample.AN_HOUR_AGO;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.notification.Recipient;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreApplyTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void storesNewItemAndPublishesIt() {
        var applied = wire.apply(item("a").created()).get(0);

        assertThat(applied.outcome()).isEqualTo(STORED);
        assertThat(applied.publication().kind()).isEqualTo(Kind.CREATED);
        assertThat(applied.publication().version()).isEqualTo(1);
        assertThat(applied.publication().pendingUntil()).isNull();
        assertThat(await(wire.store.find(ANNA, id("a"))))
                .isEqualTo(applied.publication().item());
    }

    @Test
    void redeliveryPublishesTheCurrentItemAgain() {
        wire.apply(item("a").created(), item("a").changed("c", READ, NOW));

        var again = wire.apply(item("a").created()).get(0);

        assertThat(again.outcome()).isEqualTo(SEEN_BEFORE);
        assertThat(again.publication().version()).isEqualTo(2);
        assertThat(again.publication().item().status()).isEqualTo(READ);
    }

    @Test
    void sameEventTwiceInOneBatchIsStoredOnce() {
        var applied =
                wire.apply(item("a").created(), item("b").created(), item("a").created());

        assertThat(applied).extracting(ChangeResult::outcome).containsExactly(STORED, STORED, SEEN_BEFORE);
    }

    @Test
    void appliesChangesOfOneRecipientInTopicOrder() {
        var applied = wire.apply(
                item("a").created(),
                item("a").changed("c1", READ, AN_HOUR_AGO.plusSeconds(1)),
                item("b").changed("c2", READ, NOW),
                item("b").created(),
                item("a").changed("c3", ARCHIVED, AN_HOUR_AGO.plusSeconds(2)),
                item("a").withdrawn("c4"),
                item("a").changed("c5", UNREAD, NOW));

        assertThat(applied)
                .extracting(ChangeResult::outcome)
                .containsExactly(STORED, CHANGED, EARLY, STORED, CHANGED, CHANGED, SEEN_BEFORE);
        assertThat(applied.get(6).publication().version()).isEqualTo(4);
    }

    @Test
    void scheduledItemIsStoredWithoutPublication() {
        var applied = wire.apply(item("a").sent(NOW.plusSeconds(60)).created()).get(0);

        assertThat(applied.outcome()).isEqualTo(STORED);
        assertThat(applied.publication()).isNull();
        assertThat(wire.raw(id("a")).getDate("publishAt")).isEqualTo(Date.from(NOW.plusSeconds(60)));
        assertThat(await(wire.store.find(ANNA, id("a")))).isNull();
    }

    @Test
    void changeOfAScheduledItemIsNotPublished() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created());

        var changed = wire.apply(item("a").changed("c", READ, NOW)).get(0);

        assertThat(changed.outcome()).isEqualTo(CHANGED);
        assertThat(changed.publication()).isNull();
        assertThat(wire.raw(id("a")).getDate("publishAt")).isEqualTo(Date.from(NOW.plusSeconds(60)));
    }

    @Test
    void withdrawnScheduledItemIsNeverPublished() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created());

        var withdrawn = wire.apply(item("a").withdrawn("w")).get(0);

        assertThat(withdrawn.outcome()).isEqualTo(CHANGED);
        assertThat(withdrawn.publication()).isNull();
        assertThat(wire.raw(id("a"))).doesNotContainKey("publishAt");
    }

    /** The clocks of replicas differ: another one may have published the item before its {@code sentAt} here. */
    @Test
    void changesOfAScheduledItemThatAnotherReplicaClaimedArePublished() {
        wire.apply(
                item("a").sent(NOW.plusSeconds(1)).created(),
                item("b").sent(NOW.plusSeconds(1)).created(),
                item("c").sent(NOW.plusSeconds(1)).created());
        wire.clock.set(NOW.plusSeconds(1));
        var claimed = await(wire.store.claimPending(100, Duration.ofSeconds(5)));
        await(wire.store.markPublished(List.of(claimed.get(0))));
        wire.clock.set(NOW);

        var applied = wire.apply(
                item("a").withdrawn("w1"), item("b").withdrawn("w2"), item("c").changed("c", READ, NOW));

        assertThat(claimed).hasSize(3);
        assertThat(applied)
                .extracting(one ->
                        one.publication().kind() + "@" + one.publication().version())
                .containsExactly("DELETED@2", "DELETED@2", "CREATED@2");
    }

    @Test
    void itemExpiredOnArrivalIsStoredAndNeverPublished() {
        var applied = wire.apply(item("a").until(NOW.minusSeconds(1)).created()).get(0);
        var changed = wire.apply(item("a").changed("c", READ, NOW)).get(0);
        var withdrawn = wire.apply(item("a").withdrawn("w")).get(0);

        assertThat(List.of(applied, changed, withdrawn))
                .extracting(ChangeResult::outcome)
                .containsExactly(STORED, CHANGED, CHANGED);
        assertThat(List.of(applied, changed, withdrawn))
                .extracting(ChangeResult::publication)
                .containsOnlyNulls();
    }

    @Test
    void expiryIsPendingAndTheItemIsRemovedADayLater() {
        wire.apply(item("a").until(NOW.plusSeconds(60)).created());

        var raw = wire.raw(id("a"));
        assertThat(raw.getDate("publishAt")).isEqualTo(Date.from(NOW.plusSeconds(60)));
        assertThat(raw.getDate("removeAt"))
                .isEqualTo(Date.from(NOW.plusSeconds(60).plus(Duration.ofDays(1))));
    }

    @Test
    void itemWithoutExpiryIsRemovedAfterTheRetention() {
        wire.apply(item("a").created());

        assertThat(wire.raw(id("a")).getDate("removeAt")).isEqualTo(Date.from(AN_HOUR_AGO.plus(Duration.ofDays(400))));
    }

    @Test
    void tombstoneKeepsNoContent() {
        wire.apply(item("a").email("anna@example.org").created());

        var withdrawn = wire.apply(item("a").withdrawn("w")).get(0);

        assertThat(withdrawn.publication().kind()).isEqualTo(Kind.DELETED);
        assertThat(withdrawn.publication().version()).isEqualTo(2);
        assertThat(wire.raw(id("a")).keySet())
                .containsExactlyInAnyOrder("_id", "recipient", "version", "withdrawnAt", "changedAt", "removeAt");
        assertThat(wire.raw(id("a")).getDate("removeAt")).isEqualTo(Date.from(NOW.plus(Duration.ofDays(30))));
    }

    @Test
    void tombstoneIsNeverResurrected() {
        wire.apply(item("a").created(), item("a").withdrawn("w"));

        var applied = wire.apply(
                item("a").created(),
                item("a").changed("c", READ, NOW),
                item("a").withdrawn("w"));

        assertThat(applied).extracting(ChangeResult::outcome).containsOnly(SEEN_BEFORE);
        assertThat(applied)
                .extracting(ChangeResult::publication)
                .allSatisfy(publication -> assertThat(publication.kind()).isEqualTo(Kind.DELETED));
    }

    @Test
    void itemOfAnotherRecipientIsUnknown() {
        wire.apply(item("a").created(), item("b").created(), item("b").withdrawn("w"));

        var applied = wire.apply(
                item("a").to(BEN).changed("c1", READ, NOW),
                item("a").to(BEN).withdrawn("c2"),
                item("b").to(BEN).withdrawn("c3"));

        assertThat(applied).extracting(ChangeResult::outcome).containsOnly(UNKNOWN_NOTIFICATION);
        assertThat(applied).extracting(ChangeResult::detail).allMatch(detail -> detail.startsWith("notification must"));
    }

    @Test
    void statusOfTheOtherTypeIsRefused() {
        wire.apply(item("a").created());

        var applied = wire.apply(item("a").changed("c", SENT, NOW)).get(0);

        assertThat(applied.outcome()).isEqualTo(STATUS_NOT_ALLOWED);
        assertThat(applied.detail()).isEqualTo("status SENT is not one that type IN_APP can have");
    }

    @Test
    void olderChangeIsOutdatedAndRepeatedChangeIsSeenBefore() {
        wire.apply(item("a").created(), item("a").changed("c1", READ, NOW));

        var applied = wire.apply(
                item("a").changed("c0", UNREAD, NOW.minusSeconds(1)), item("a").changed("c1", READ, NOW));

        assertThat(applied).extracting(ChangeResult::outcome).containsExactly(OUTDATED, SEEN_BEFORE);
        assertThat(applied.get(0).publication()).isNull();
        assertThat(applied.get(1).publication().version()).isEqualTo(2);
    }

    @Test
    void changeWithoutDifferenceKeepsTheVersionAndIsRemembered() {
        wire.apply(item("a").created());

        var applied = wire.apply(
                item("a").changed("c1", UNREAD, NOW),
                item("a").changed("c2", READ, NOW.minusSeconds(1)),
                item("a").changed("c1", UNREAD, NOW));

        assertThat(applied).extracting(ChangeResult::outcome).containsExactly(UNCHANGED, OUTDATED, SEEN_BEFORE);
        assertThat(applied.get(0).publication()).isNull();
        assertThat(applied.get(2).publication().version()).isEqualTo(1);
    }

    @Test
    void remembersTheLastTwentyChangeEvents() {
        wire.apply(item("a").created());
        IntStream.rangeClosed(1, 21)
                .forEach(i -> wire.apply(item("a").changed("c" + i, i % 2 == 0 ? UNREAD : READ, NOW)));

        assertThat(wire.raw(id("a")).getList("appliedEvents", String.class))
                .hasSize(20)
                .startsWith(id("c2").value())
                .endsWith(id("c21").value());
        assertThat(wire.raw(id("a")).getLong("version")).isEqualTo(22);
    }

    @Test
    void producerClockAheadDoesNotOutdateLaterChanges() {
        wire.clock.set(AN_HOUR_AGO.minusSeconds(10));
        wire.apply(item("a").created());

        var changed = wire.apply(item("a").changed("c", READ, AN_HOUR_AGO.minusSeconds(5)))
                .get(0);

        assertThat(changed.outcome()).isEqualTo(CHANGED);
    }

    @Test
    void changesOfManyRecipientsAreAllApplied() {
        var batch = IntStream.range(0, 200)
                .mapToObj(i -> item("m" + i).to(new Recipient("r" + i)))
                .toList();
        await(wire.store.apply(
                Arrivals.at(NOW, batch.stream().map(Sample::created).toList())));

        var applied = await(wire.store.apply(Arrivals.at(
                NOW,
                batch.stream()
                        .map(sample -> sample.changed("c" + sample.event(), READ, NOW))
                        .toList())));

        assertThat(applied).hasSize(200).extracting(ChangeResult::outcome).containsOnly(CHANGED);
        assertThat(applied)
                .allSatisfy(one -> assertThat(one.publication().recipient())
                        .isEqualTo(one.change().recipient()));
    }
}
