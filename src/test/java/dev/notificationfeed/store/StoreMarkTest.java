package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.ARCHIVED;
import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.UNREAD;
import static dev.notificationfeed.store.Sample.AN_HOUR_AGO;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.bson.Document;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.notification.StatusNotAllowedException;
import dev.notificationfeed.store.ChangeResult.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Date;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreMarkTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void markIsStoredAndPending() {
        wire.apply(item("a").created());

        var marked = await(wire.store.mark(ANNA, id("a"), READ));

        assertThat(marked.item().status()).isEqualTo(READ);
        assertThat(marked.item().readAt()).isEqualTo(NOW);
        assertThat(marked.publication()).isEqualTo(Publication.of(marked.item(), NOW.plusSeconds(5)));
        assertThat(marked.publication().version()).isEqualTo(2);
        assertThat(await(wire.store.find(ANNA, id("a")))).isEqualTo(marked.item());
    }

    @Test
    void repeatedMarkIsNoVisibleChange() {
        wire.apply(item("a").created());
        var first = await(wire.store.mark(ANNA, id("a"), READ));
        wire.clock.advance(Duration.ofSeconds(10));

        var again = await(wire.store.mark(ANNA, id("a"), READ));

        assertThat(again).isEqualTo(new Marked(first.item(), null));
    }

    @Test
    void firstReadTimeStays() {
        wire.apply(item("a").created());
        var first = await(wire.store.mark(ANNA, id("a"), READ));
        wire.clock.advance(Duration.ofSeconds(10));
        await(wire.store.mark(ANNA, id("a"), UNREAD));

        var again = await(wire.store.mark(ANNA, id("a"), READ));

        assertThat(again.item().readAt()).isEqualTo(first.item().readAt());
        assertThat(again.publication().version()).isEqualTo(4);
    }

    /** The clock of a producer may be ahead of ours. */
    @Test
    void readTimeInTheFutureStays() {
        wire.apply(
                item("a").created(),
                item("a").changed("read", READ, NOW.plusSeconds(60)),
                item("a").changed("unread", UNREAD, NOW.plusSeconds(61)));

        var marked = await(wire.store.mark(ANNA, id("a"), READ));

        assertThat(marked.item().readAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(marked.publication().version()).isEqualTo(4);
    }

    @Test
    void olderChangeDoesNotUndoARepeatedMark() {
        wire.apply(item("a").created());
        await(wire.store.mark(ANNA, id("a"), READ));
        wire.clock.advance(Duration.ofSeconds(10));
        await(wire.store.mark(ANNA, id("a"), READ));

        var late =
                wire.apply(item("a").changed("c", UNREAD, NOW.plusSeconds(5))).get(0);

        assertThat(late.outcome()).isEqualTo(Outcome.OUTDATED);
    }

    @Test
    void olderUpstreamChangeDoesNotUndoAMark() {
        wire.apply(item("a").created());
        await(wire.store.mark(ANNA, id("a"), READ));

        var late =
                wire.apply(item("a").changed("c", UNREAD, NOW.minusSeconds(1))).get(0);

        assertThat(late.outcome()).isEqualTo(Outcome.OUTDATED);
    }

    @Test
    void itemThatTheListDoesNotShowCannotBeMarked() {
        wire.apply(
                item("ahead").sent(NOW.plusSeconds(1)).created(),
                item("expired").until(NOW).created(),
                item("gone").created(),
                item("gone").withdrawn("w"),
                item("bens").to(BEN).created());

        assertThat(new String[] {"ahead", "expired", "gone", "bens", "never"})
                .allSatisfy(event -> assertThat(await(wire.store.mark(ANNA, id(event), READ)))
                        .isNull());
    }

    @Test
    void emailCannotBeMarked() {
        wire.apply(item("a").email("a@example.org").created());

        assertThatExceptionOfType(StatusNotAllowedException.class)
                .isThrownBy(() -> await(wire.store.mark(ANNA, id("a"), READ)));
    }

    @Test
    void concurrentMarksBothApply() {
        wire.apply(item("a").created());

        var both = await(Uni.join()
                .all(
                        wire.store.mark(ANNA, id("a"), READ),
                        wire.store.mark(ANNA, id("a"), ARCHIVED),
                        wire.store.mark(ANNA, id("a"), UNREAD),
                        wire.store.mark(ANNA, id("a"), ARCHIVED))
                .andFailFast());

        var versions = both.stream()
                .filter(marked -> marked.publication() != null)
                .map(marked -> marked.item().version())
                .toList();
        assertThat(versions).doesNotHaveDuplicates().isNotEmpty();
        assertThat(await(wire.store.find(ANNA, id("a"))).version()).isEqualTo(versions.size() + 1L);
    }

    @Test
    void markAllReadMarksEveryUnreadItemShown() {
        wire.apply(
                item("later").created(),
                item("earlier").sent(AN_HOUR_AGO.minusSeconds(1)).created(),
                item("readBefore").in(READ).sent(AN_HOUR_AGO.minusSeconds(2)).created(),
                item("readBefore").changed("c", UNREAD, NOW),
                item("archived").in(ARCHIVED).created(),
                item("ahead").sent(NOW.plusSeconds(1)).created(),
                item("email").email("a@example.org").created(),
                item("bens").to(BEN).created());

        var all = await(wire.store.markAllRead(ANNA));
        var pending = all.publications();

        assertThat(all.changed()).isEqualTo(3);
        assertThat(pending).extracting(Publication::id).containsExactly(id("readBefore"), id("earlier"), id("later"));
        assertThat(pending).allSatisfy(one -> {
            assertThat(one.kind()).isEqualTo(Kind.UPDATED);
            assertThat(one.item().status()).isEqualTo(READ);
            assertThat(one.pendingUntil()).isEqualTo(NOW.plusSeconds(5));
        });
        assertThat(pending.get(0).item().readAt()).isEqualTo(AN_HOUR_AGO.minusSeconds(2));
        assertThat(pending.get(1).item().readAt()).isEqualTo(NOW);
        assertThat(await(wire.store.countUnread(ANNA, 100))).isZero();
        assertThat(await(wire.store.countUnread(BEN, 100))).isEqualTo(1);
        assertThat(await(wire.store.markAllRead(ANNA)).publications()).isEmpty();
    }

    @Test
    void markAllReadOfAHundredIsOnePublicationEach() {
        storeItems(100);
        wire.commands.forget();

        assertThat(await(wire.store.markAllRead(ANNA)).publications()).hasSize(100);
        assertThat(wire.commands.sent()).containsExactly("aggregate", "update", "update", "find");
    }

    @Test
    void markAllReadOfMoreIsOnePublicationForAll() {
        storeItems(100);
        wire.apply(
                item("readBefore").in(READ).created(),
                item("readBefore").changed("c", UNREAD, NOW),
                item("expiring").until(NOW.plusSeconds(60)).created(),
                item("bens").to(BEN).created());
        wire.commands.forget();

        var all = await(wire.store.markAllRead(ANNA));

        assertThat(wire.commands.sent())
                .containsExactly("aggregate", "findAndModify", "find", "update", "update", "findAndModify");
        assertThat(all.changed()).isEqualTo(102);
        assertThat(all.publications()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.MANY_CHANGES);
            assertThat(one.recipient()).isEqualTo(ANNA);
            assertThat(one.pendingUntil()).isEqualTo(NOW.plusSeconds(5));
        });
        assertThat(await(wire.store.countUnread(ANNA, 100))).isZero();
        assertThat(await(wire.store.countUnread(BEN, 100))).isEqualTo(1);
        assertThat(await(wire.store.find(ANNA, id("e7"))))
                .returns(2L, Notification::version)
                .returns(NOW, Notification::readAt);
        assertThat(await(wire.store.find(ANNA, id("readBefore"))).readAt()).isEqualTo(AN_HOUR_AGO);
        assertThat(wire.raw(id("e7"))).doesNotContainKey("publishAt");
        assertThat(wire.raw(id("expiring")).getDate("publishAt")).isEqualTo(Date.from(NOW.plusSeconds(60)));
    }

    @Test
    void publicationForAllLeavesTheOutboxWhenItIsPublished() {
        storeItems(101);
        var all = await(wire.store.markAllRead(ANNA));

        await(wire.store.markPublished(all.publications()));

        wire.clock.advance(Duration.ofMinutes(1));
        assertThat(await(wire.store.claimPending(10, Duration.ofSeconds(5)))).isEmpty();
        assertThat(await(wire.store.erase(ANNA, "staff"))).hasSizeGreaterThanOrEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void markAllReadThatEndsHalfWayIsPublished(int updates) {
        storeItems(101);
        mongo.answerAfter(
                updates, "update", new Document("ok", 0).append("code", 8000).append("errmsg", "full"));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> await(wire.store.markAllRead(ANNA)));
        mongo.recover();

        wire.clock.advance(Duration.ofSeconds(31));
        var claimed = await(wire.store.claimPending(10, Duration.ofSeconds(5)));

        assertThat(claimed).extracting(Publication::kind).containsExactly(Kind.MANY_CHANGES);
    }

    @Test
    void markAllReadAfterALostAnswerIsRepeatedAndPublishedOnceMore() {
        storeItems(101);
        mongo.loseReplyOnce("update", new Document("ok", 0).append("code", 189).append("errmsg", "an election"));

        var all = await(wire.store.markAllRead(ANNA));

        assertThat(all.changed()).isEqualTo(101);
        assertThat(await(wire.store.countUnread(ANNA, 100))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void markAllReadOfManyThatAnElectionInterruptsIsStillPublishedAsOne(int announcements) {
        storeItems(101);
        mongo.answerOnceAfter(
                announcements,
                "findAndModify",
                new Document("ok", 0).append("code", 189).append("errmsg", "an election"));

        var all = await(wire.store.markAllRead(ANNA));

        assertThat(all.changed()).isEqualTo(101);
        assertThat(all.publications()).extracting(Publication::kind).containsExactly(Kind.MANY_CHANGES);
    }

    /** One document in the outbox, however many slices. */
    @Test
    void markAllReadOfManyGoesSliceBySlice() {
        storeItems(ManyMarks.SLICE + 1);
        wire.commands.forget();

        var all = await(wire.store.markAllRead(ANNA));

        assertThat(all.changed()).isEqualTo(ManyMarks.SLICE + 1);
        assertThat(all.publications()).hasSize(1);
        assertThat(wire.commands.sent()).hasSize(9);
    }

    private void storeItems(int number) {
        var items = IntStream.range(0, number)
                .mapToObj(i -> item("e" + i).created())
                .toList();
        await(wire.store.apply(Arrivals.at(NOW, items)));
    }
}
