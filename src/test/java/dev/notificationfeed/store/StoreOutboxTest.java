package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.ARCHIVED;
import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.UNREAD;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreOutboxTest {

    private static final Duration CLAIM = Duration.ofSeconds(10);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    private List<Publication> claim() {
        return await(wire.store.claimPending(100, CLAIM));
    }

    private void markPublished(Publication publication) {
        await(wire.store.markPublished(List.of(publication)));
    }

    @Test
    void nothingIsDueWithoutAPendingPublication() {
        wire.apply(item("a").created(), item("ahead").sent(NOW.plusSeconds(1)).created());

        assertThat(claim()).isEmpty();
    }

    @Test
    void scheduledItemIsPublishedAsCreatedAtItsSentAt() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created(), item("a").changed("c", READ, NOW));
        wire.clock.advance(Duration.ofSeconds(60));

        var claimed = claim();

        assertThat(claimed).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.CREATED);
            assertThat(one.version()).isEqualTo(2);
            assertThat(one.item().status()).isEqualTo(READ);
            assertThat(one.pendingUntil()).isEqualTo(NOW.plusSeconds(60).plus(CLAIM));
        });
    }

    @Test
    void claimedItemIsDueAgainOnlyAfterTheClaimExpires() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created());
        wire.clock.advance(Duration.ofSeconds(60));
        claim();

        assertThat(claim()).isEmpty();
        wire.clock.advance(CLAIM);
        assertThat(claim()).extracting(Publication::kind).containsExactly(Kind.CREATED);
    }

    @Test
    void countsClaimedPublications() {
        wire.apply(
                item("a").sent(NOW.plusSeconds(60)).created(),
                item("b").sent(NOW.plusSeconds(60)).created());
        assertThat(await(wire.store.countPending(10, CLAIM))).isZero();
        wire.clock.advance(Duration.ofSeconds(60));

        assertThat(await(wire.store.countPending(10, CLAIM))).isEqualTo(2);
        assertThat(await(wire.store.countPending(1, CLAIM))).isEqualTo(1);
        claim();
        assertThat(await(wire.store.countPending(10, CLAIM))).isEqualTo(2);
    }

    @Test
    void publishedItemIsNotDueAgain() {
        wire.apply(item("a").created());
        markPublished(await(wire.store.mark(ANNA, id("a"), READ)).publication());

        wire.clock.advance(Duration.ofDays(1));

        assertThat(claim()).isEmpty();
        assertThat(wire.raw(id("a"))).doesNotContainKey("publishAt");
    }

    @Test
    void unpublishedMarkBecomesDue() {
        wire.apply(item("a").created());
        var pending = await(wire.store.mark(ANNA, id("a"), READ)).publication();
        wire.clock.set(pending.pendingUntil());

        assertThat(claim()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.UPDATED);
            assertThat(one.item()).isEqualTo(pending.item());
        });
    }

    @Test
    void markingAnOlderPublicationLeavesTheNewerOnePending() {
        wire.apply(item("a").created());
        var first = await(wire.store.mark(ANNA, id("a"), READ)).publication();
        var second = await(wire.store.mark(ANNA, id("a"), ARCHIVED)).publication();

        markPublished(first);
        assertThat(wire.raw(id("a"))).containsKey("publishAt");

        markPublished(second);
        assertThat(wire.raw(id("a"))).doesNotContainKey("publishAt");
    }

    @Test
    void expiryIsPublishedWithTheNextVersion() {
        wire.apply(item("a").until(NOW.plusSeconds(60)).created());
        wire.clock.advance(Duration.ofSeconds(60));

        var claimed = claim();

        assertThat(claimed)
                .containsExactly(Publication.deleted(
                        ANNA, id("a"), 2, NOW.plusSeconds(60).plus(CLAIM)));
        markPublished(claimed.get(0));
        wire.clock.advance(Duration.ofDays(1));
        assertThat(claim()).isEmpty();
    }

    @Test
    void expiryIsPublishedInTimeWhileAMarkIsPending() {
        wire.apply(item("a").until(NOW.plusSeconds(1)).created());
        var pending = await(wire.store.mark(ANNA, id("a"), READ)).publication();
        wire.clock.advance(Duration.ofSeconds(1));

        assertThat(claim())
                .containsExactly(Publication.deleted(
                        ANNA, id("a"), 3, pending.pendingUntil().plus(CLAIM)));
        markPublished(pending);
        assertThat(wire.raw(id("a"))).containsKey("publishAt");
    }

    @Test
    void expiryIsPublishedInTimeWhileMarkAllReadIsPending() {
        wire.apply(item("a").until(NOW.plusSeconds(1)).created());
        await(wire.store.markAllRead(ANNA));
        wire.clock.advance(Duration.ofSeconds(1));

        assertThat(claim()).extracting(Publication::kind).containsExactly(Kind.DELETED);
    }

    @Test
    void expiryIsPublishedInTimeDuringAClaim() {
        wire.apply(item("a").sent(NOW.plusSeconds(1)).until(NOW.plusSeconds(3)).created());
        wire.clock.advance(Duration.ofSeconds(1));
        assertThat(claim()).extracting(Publication::kind).containsExactly(Kind.CREATED);
        wire.clock.advance(Duration.ofSeconds(2));

        assertThat(claim()).extracting(Publication::kind).containsExactly(Kind.DELETED);
    }

    @Test
    void scheduledItemIsPublishedAsCreatedAfterAFailedClaim() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created(), item("a").changed("c", READ, NOW));
        wire.clock.advance(Duration.ofSeconds(60));
        claim();
        wire.clock.advance(CLAIM);

        var claimed = claim();

        assertThat(claimed)
                .extracting(Publication::kind, Publication::version)
                .containsExactly(tuple(Kind.CREATED, 2L));
        markPublished(claimed.get(0));
        assertThat(wire.raw(id("a"))).doesNotContainKeys("publishAt", "scheduled");
    }

    @Test
    void firstPublicationOfAScheduledItemIsCreated() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created());
        wire.clock.advance(Duration.ofSeconds(60));
        await(wire.store.showDue());

        var marked = await(wire.store.mark(ANNA, id("a"), READ)).publication();

        assertThat(marked.kind()).isEqualTo(Kind.CREATED);
        markPublished(marked);
        assertThat(await(wire.store.mark(ANNA, id("a"), UNREAD)).publication().kind())
                .isEqualTo(Kind.UPDATED);
    }

    @Test
    void replicasNeverClaimTheSamePublication() {
        wire.apply(IntStream.range(0, 50)
                .mapToObj(i -> item("i" + i).sent(NOW.plusSeconds(1)).created())
                .toArray(Change[]::new));
        wire.clock.advance(Duration.ofSeconds(1));

        var claimed = await(Uni.join()
                .all(wire.store.claimPending(50, CLAIM), wire.store.claimPending(50, CLAIM))
                .andFailFast());

        assertThat(claimed)
                .flatMap(one -> one)
                .extracting(Publication::id)
                .hasSize(50)
                .doesNotHaveDuplicates();
    }

    @Test
    void claimsTheOldestFirstUpToTheLimit() {
        wire.apply(
                item("b").sent(NOW.plusSeconds(2)).created(),
                item("a").sent(NOW.plusSeconds(1)).created(),
                item("c").sent(NOW.plusSeconds(3)).created());
        wire.clock.advance(Duration.ofSeconds(60));
        wire.commands.forget();

        assertThat(await(wire.store.claimPending(2, CLAIM)))
                .extracting(Publication::id)
                .containsExactly(id("a"), id("b"));
        assertThat(wire.commands.sent()).containsExactly("find", "findAndModify", "findAndModify");
        assertThat(claim()).extracting(Publication::id).containsExactly(id("c"));
    }
}
