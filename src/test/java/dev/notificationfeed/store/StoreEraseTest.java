package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.ChangeResult.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreEraseTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @BeforeEach
    void storeItems() {
        wire.apply(
                item("a").until(NOW.plusSeconds(60)).created(),
                item("a").changed("c1", READ, "why", NOW),
                item("email").email("anna@example.org").created(),
                item("ahead").sent(NOW.plusSeconds(60)).created(),
                item("gone").created(),
                item("gone").withdrawn("w"),
                item("bens").to(BEN).created());
    }

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void turnsEveryItemOfAPersonIntoATombstone() {
        var pending = await(wire.store.erase(ANNA));

        assertThat(pending)
                .containsExactlyInAnyOrder(
                        Publication.erased(ANNA, id("a"), 3, NOW.plusSeconds(5)),
                        Publication.erased(ANNA, id("email"), 2, NOW.plusSeconds(5)),
                        Publication.erased(ANNA, id("ahead"), 2, NOW.plusSeconds(5)),
                        Publication.erased(ANNA, id("gone"), 3, NOW.plusSeconds(5)));
        assertThat(await(wire.store.find(ANNA, id("a")))).isNull();
        assertThat(await(wire.store.find(BEN, id("bens")))).isNotNull();
    }

    @Test
    void tombstonesNameNobodyAfterPublication() {
        await(wire.store.markPublished(await(wire.store.erase(ANNA))));

        assertThat(new String[] {"a", "email", "ahead", "gone"})
                .allSatisfy(event -> assertThat(wire.raw(id(event)).keySet())
                        .containsExactlyInAnyOrder("_id", "version", "changedAt", "removeAt", "withdrawnAt", "erased"));
        assertThat(await(wire.store.erase(ANNA))).isEmpty();
    }

    @Test
    void unpublishedErasureBecomesDue() {
        var pending = await(wire.store.erase(ANNA));
        wire.clock.advance(Duration.ofSeconds(5));

        assertThat(await(wire.store.claimPending(100, Duration.ofSeconds(10))))
                .hasSize(pending.size())
                .extracting(Publication::kind)
                .containsOnly(Kind.ERASED);
    }

    @Test
    void eventOfAnErasedPersonIsSeenBeforeAndNotPublished() {
        await(wire.store.markPublished(await(wire.store.erase(ANNA))));

        var applied = wire.apply(
                item("a").created(),
                item("a").changed("c2", READ, NOW),
                item("a").withdrawn("w2"));

        assertThat(applied).extracting(ChangeResult::outcome).containsOnly(Outcome.SEEN_BEFORE);
        assertThat(applied).extracting(ChangeResult::publication).containsOnlyNulls();
    }

    @Test
    void erasingAnUnknownPersonDoesNothing() {
        assertThat(await(wire.store.erase(new Recipient("nobody")))).isEmpty();
    }
}
