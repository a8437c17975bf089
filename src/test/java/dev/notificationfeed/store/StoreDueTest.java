package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.ARCHIVED;
import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreDueTest {

    private static final Duration CLAIM = Duration.ofSeconds(10);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    private List<Publication> claim() {
        return await(wire.store.claimDue(100, CLAIM));
    }

    private void settle(Publication told) {
        await(wire.store.settle(told));
    }

    @Test
    void nothingIsDueWhenNothingIsOwed() {
        wire.apply(item("a").created(), item("ahead").sent(NOW.plusSeconds(1)).created());

        assertThat(claim()).isEmpty();
    }

    @Test
    void scheduledItemIsToldAsCreatedWhenItsMomentComes() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created(), item("a").changed("c", READ, NOW));
        wire.clock.advance(Duration.ofSeconds(60));

        var told = claim();

        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.CREATED);
            assertThat(one.version()).isEqualTo(2);
            assertThat(one.item().status()).isEqualTo(READ);
            assertThat(one.owedUntil()).isEqualTo(NOW.plusSeconds(60).plus(CLAIM));
        });
    }

    @Test
    void claimedItemIsNotDueForOthersUntilTheClaimRunsOut() {
        wire.apply(item("a").sent(NOW.plusSeconds(60)).created());
        wire.clock.advance(Duration.ofSeconds(60));
        claim();

        assertThat(claim()).isEmpty();
        wire.clock.advance(CLAIM);
        assertThat(claim()).extracting(Publication::kind).containsExactly(Kind.CREATED);
    }

    @Test
    void settledPublicationIsNeverDueAgain() {
        wire.apply(item("a").created());
        settle(await(wire.store.mark(ANNA, id("a"), READ)).publication());

        wire.clock.advance(Duration.ofDays(1));

        assertThat(claim()).isEmpty();
        assertThat(wire.raw(id("a"))).doesNotContainKey("publishAt");
    }

    @Test
    void markThatWasNeverPublishedIsToldBySweep() {
        wire.apply(item("a").created());
        var owed = await(wire.store.mark(ANNA, id("a"), READ)).publication();
        wire.clock.set(owed.owedUntil());

        assertThat(claim()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.UPDATED);
            assertThat(one.item()).isEqualTo(owed.item());
        });
    }

    @Test
    void settlingAnOlderPublicationLeavesTheNewerOneOwed() {
        wire.apply(item("a").created());
        var first = await(wire.store.mark(ANNA, id("a"), READ)).publication();
        var second = await(wire.store.mark(ANNA, id("a"), ARCHIVED)).publication();

        settle(first);
        assertThat(wire.raw(id("a"))).containsKey("publishAt");

        settle(second);
        assertThat(wire.raw(id("a"))).doesNotContainKey("publishAt");
    }

    @Test
    void expiredItemIsToldAsGoneWithAVersionOfItsOwn() {
        wire.apply(item("a").until(NOW.plusSeconds(60)).created());
        wire.clock.advance(Duration.ofSeconds(60));

        var told = claim();

        assertThat(told)
                .containsExactly(Publication.deleted(
                        ANNA, id("a"), 2, NOW.plusSeconds(60).plus(CLAIM)));
        settle(told.get(0));
        wire.clock.advance(Duration.ofDays(1));
        assertThat(claim()).isEmpty();
    }

    @Test
    void settledItemThatEndsOwesItsEndAlsoWhenThatHasPassedMeanwhile() {
        wire.apply(item("a").until(NOW.plusSeconds(1)).created());
        var owed = await(wire.store.mark(ANNA, id("a"), READ)).publication();
        wire.clock.advance(Duration.ofSeconds(2));
        assertThat(claim()).isEmpty();

        settle(owed);

        assertThat(claim()).extracting(Publication::kind).containsExactly(Kind.DELETED);
    }

    @Test
    void claimsNoMoreThanTheLimitAndTheOldestFirst() {
        wire.apply(
                item("b").sent(NOW.plusSeconds(2)).created(),
                item("a").sent(NOW.plusSeconds(1)).created(),
                item("c").sent(NOW.plusSeconds(3)).created());
        wire.clock.advance(Duration.ofSeconds(60));
        wire.commands.forget();

        assertThat(await(wire.store.claimDue(2, CLAIM)))
                .extracting(Publication::id)
                .containsExactly(id("a"), id("b"));
        assertThat(wire.commands.sent()).containsExactly("findAndModify", "findAndModify");
        assertThat(claim()).extracting(Publication::id).containsExactly(id("c"));
    }
}
