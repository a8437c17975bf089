package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.SCHEDULED;
import static dev.notificationfeed.notification.Status.UNREAD;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas over one database, the clock of one half a minute behind. */
class StoreClocksTest {

    private static final Duration BEHIND = Duration.ofSeconds(30);
    private static final Duration CLAIM = Duration.ofSeconds(5);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final StoreOnWire behind = new StoreOnWire(mongo.connectionString());

    @BeforeEach
    void setClock() {
        behind.clock.set(NOW.minus(BEHIND));
    }

    @AfterEach
    void close() {
        behind.close();
        wire.close();
        mongo.close();
    }

    private static List<Notification> list(StoreOnWire replica, Audience audience) {
        return await(replica.store.list(
                        new ListQuery(ANNA, audience, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, 100)))
                .items();
    }

    private static List<NotificationId> ids(StoreOnWire replica) {
        return list(replica, Audience.RECIPIENT).stream().map(Notification::id).toList();
    }

    private static List<Publication> claim(StoreOnWire replica) {
        return await(replica.store.claimPending(100, CLAIM));
    }

    @Test
    void publishedItemIsVisibleToAReplicaWhoseClockIsBehind() {
        var stored = wire.apply(item("a").sent(NOW.minusSeconds(1)).created()).get(0);

        assertThat(stored.publication().kind()).isEqualTo(Kind.CREATED);
        assertThat(ids(behind)).containsExactly(id("a"));
        assertThat(list(behind, Audience.STAFF))
                .extracting(Notification::status)
                .containsExactly(UNREAD);
        assertThat(await(behind.store.countUnread(ANNA, 100))).isEqualTo(1);
        assertThat(await(behind.store.unread(List.of(ANNA), 10)).of(ANNA)).isEqualTo(Map.of(id("a"), 1L));
        assertThat(await(behind.store.find(ANNA, id("a")))).isNotNull();
        assertThat(await(behind.store.message(ANNA, id("a")))).isNotNull();
        assertThat(await(behind.store.mark(ANNA, id("a"), READ))).isNotNull();
    }

    @Test
    void redeliveryToAReplicaWhoseClockIsBehindPublishesTheItemAgain() {
        var event = item("a").sent(NOW.minusSeconds(1)).created();
        wire.apply(event);

        assertThat(behind.apply(event).get(0).publication()).isNotNull();
        assertThat(behind.apply(item("a").changed("c", READ, NOW)).get(0).publication())
                .isNotNull();
    }

    /** The replica whose clock is ahead shows it only when one of them has claimed its publication. */
    @Test
    void scheduledItemIsHiddenUntilItsPublicationIsClaimedAndVisibleFromThenOn() {
        behind.apply(item("a").sent(NOW.minusSeconds(1)).created());

        assertThat(ids(wire)).isEmpty();
        assertThat(await(wire.store.countUnread(ANNA, 100))).isZero();
        assertThat(list(wire, Audience.STAFF)).extracting(Notification::status).containsExactly(SCHEDULED);

        assertThat(claim(wire)).extracting(Publication::kind).containsExactly(Kind.CREATED);
        assertThat(ids(wire)).containsExactly(id("a"));
        assertThat(ids(behind)).containsExactly(id("a"));
        assertThat(await(behind.store.markAllRead(ANNA)).publications())
                .extracting(Publication::kind)
                .containsExactly(Kind.CREATED);
    }

    @Test
    void itemWhoseExpiryIsClaimedIsInNoListFromThenOn() {
        behind.apply(item("a").until(NOW.minusSeconds(1)).created());
        assertThat(ids(behind)).containsExactly(id("a"));

        var claimed = claim(wire);

        assertThat(claimed).extracting(Publication::kind).containsExactly(Kind.DELETED);
        assertGoneFor(behind);
        await(wire.store.markPublished(claimed));
        assertGoneFor(behind);
        assertThat(behind.apply(item("a").changed("c", READ, NOW)).get(0).publication())
                .isNull();
        assertThat(behind.apply(item("a").withdrawn("w")).get(0).publication()).isNull();
    }

    /** It was never published, so no replica may show it. */
    @Test
    void itemExpiredOnArrivalIsInNoList() {
        assertThat(wire.apply(item("a").until(NOW.minusSeconds(1)).created())
                        .get(0)
                        .publication())
                .isNull();

        assertGoneFor(behind);
        assertThat(behind.apply(item("a").until(NOW.minusSeconds(1)).created())
                        .get(0)
                        .publication())
                .isNull();
    }

    private static void assertGoneFor(StoreOnWire replica) {
        assertThat(ids(replica)).isEmpty();
        assertThat(list(replica, Audience.STAFF)).isEmpty();
        assertThat(await(replica.store.countUnread(ANNA, 100))).isZero();
        assertThat(await(replica.store.find(ANNA, id("a")))).isNull();
        assertThat(await(replica.store.mark(ANNA, id("a"), READ))).isNull();
        assertThat(await(replica.store.markAllRead(ANNA)).publications()).isEmpty();
    }

    @Test
    void scheduledItemAppearsWhileNothingCanBePublishedAndIsNewWhenItIs() {
        wire.apply(item("a").sent(NOW.plusSeconds(1)).created());
        await(wire.store.showDue());
        assertThat(ids(wire)).isEmpty();
        wire.clock.advance(Duration.ofSeconds(1));

        await(wire.store.showDue());

        assertThat(ids(wire)).containsExactly(id("a"));
        assertThat(ids(behind)).containsExactly(id("a"));
        await(behind.store.mark(ANNA, id("a"), READ));
        assertThat(claim(wire)).extracting(Publication::kind).containsExactly(Kind.CREATED);
    }
}
