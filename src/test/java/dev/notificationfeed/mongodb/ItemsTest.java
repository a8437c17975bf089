package dev.notificationfeed.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.StoreOnWire;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ItemsTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final Items items = new Items(wire.repository);
    private NotificationDocument read;

    @BeforeEach
    void readAnItem() {
        wire.apply(item("a").created());
        read = await(items.one(eq(Fields.ID, id("a").value())));
    }

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void readsItemsWithoutContent() {
        assertThat(read.subjectText()).isEqualTo("Placement Information");
        assertThat(read.content()).isNull();
    }

    @Test
    void writesAnUnchangedItem() {
        assertThat(await(items.update(read, set(Fields.CONTACT, "x"))).contact())
                .isEqualTo("x");
        await(items.replace(read, read.withdrawn(NOW)));
        assertThat(wire.raw(id("a"))).containsKey("withdrawnAt");
    }

    /** The replica that claims the item publishes it, so a withdrawal must be published too. */
    @Test
    void failsAfterAConcurrentClaim() {
        wire.apply(item("b").sent(NOW.plusSeconds(1)).created());
        read = await(items.one(eq(Fields.ID, id("b").value())));
        wire.clock.set(NOW.plusSeconds(1));
        assertThat(await(wire.store.claimPending(100, Duration.ofSeconds(5)))).hasSize(1);

        assertThatExceptionOfType(ConcurrentUpdateException.class)
                .isThrownBy(() -> await(items.replace(read, read.withdrawn(NOW))));
    }

    @Test
    void confirmsTheDocumentWithoutChange() {
        var before = wire.raw(id("a"));

        await(items.confirm(read));

        assertThat(wire.raw(id("a"))).isEqualTo(before);
    }

    /** A repeated mark keeps the version and must be detected too. */
    @ParameterizedTest
    @EnumSource(names = {"READ", "UNREAD"})
    void failsAfterAConcurrentChange(Status mark) {
        await(wire.store.mark(ANNA, id("a"), mark));

        assertThatExceptionOfType(ConcurrentUpdateException.class)
                .isThrownBy(() -> await(items.update(read, set(Fields.CONTACT, "x"))));
        assertThatExceptionOfType(ConcurrentUpdateException.class)
                .isThrownBy(() -> await(items.replace(read, read.withdrawn(NOW))));
        assertThat(wire.raw(id("a"))).doesNotContainKeys("contact", "withdrawnAt");
    }
}
