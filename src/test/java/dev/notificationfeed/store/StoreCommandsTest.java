package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The MongoDB commands of each call. */
class StoreCommandsTest {

    private static final ListQuery ALL = new ListQuery(
            ANNA, Audience.RECIPIENT, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, ListQuery.MAX_SIZE);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final Vertx vertx = Vertx.vertx();
    private final List<Received> thousand = thousand("e");

    private static List<Received> thousand(String name) {
        return Arrivals.at(
                NOW,
                IntStream.range(0, 1000).mapToObj(i -> item(name + i).created()).toList());
    }

    @BeforeEach
    void storeAThousandItems() {
        await(wire.store.apply(thousand));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        wire.close();
        mongo.close();
    }

    /** On an event loop, as in production, where the subscriber requests results in portions, which the driver takes for batches. */
    private List<String> commandsOf(Uni<?> call) {
        wire.commands.forget();
        await(Uni.createFrom()
                .emitter(emitter ->
                        vertx.runOnContext(start -> call.subscribe().with(emitter::complete, emitter::fail))));
        return wire.commands.sent();
    }

    @Test
    void thousandNewEventsAreOneCommand() {
        assertThat(commandsOf(wire.store.apply(thousand("f")))).containsExactly("find", "insert", "find", "find");
    }

    @Test
    void thousandRedeliveredEventsAreTwoCommands() {
        var results = wire.store.apply(thousand).memoize().indefinitely();

        assertThat(commandsOf(results)).containsExactly("find", "insert", "find", "find");
        assertThat(await(results)).extracting(ChangeResult::outcome).containsOnly(Outcome.SEEN_BEFORE);
    }

    /** The document that was read could still be rolled back. The write changes nothing and waits for the majority. */
    @Test
    void redeliveredChangeIsOneReadAndOneWrite() {
        var changed = item("e1").changed("c", READ, NOW);
        wire.apply(changed);

        assertThat(commandsOf(wire.store.apply(Arrivals.at(NOW, List.of(changed)))))
                .containsExactly("find", "find", "update");
    }

    @Test
    void listOfAnyLengthIsOneCountAndOneRead() {
        assertThat(commandsOf(wire.store.list(ALL))).containsExactlyInAnyOrder("aggregate", "find");
    }

    @Test
    void singleReadsAreOneCommand() {
        assertThat(commandsOf(wire.store.countUnread(ANNA, 100))).hasSize(1);
        assertThat(commandsOf(wire.store.unread(List.of(ANNA, BEN), 20_000))).containsExactly("find");
        assertThat(commandsOf(wire.store.unread(List.of(), 20_000))).isEmpty();
        assertThat(commandsOf(wire.store.find(ANNA, id("e1")))).containsExactly("find");
        assertThat(commandsOf(wire.store.message(ANNA, id("e1")))).containsExactly("find");
    }

    @Test
    void markAndMarkPublishedAreOneWriteEach() {
        var mark = wire.store.mark(ANNA, id("e1"), READ).memoize().indefinitely();

        assertThat(commandsOf(mark)).containsExactly("findAndModify");
        assertThat(commandsOf(wire.store.markPublished(List.of(await(mark).publication()))))
                .containsExactly("update");
    }

    @Test
    void markWithoutVisibleChangeIsTwoWritesAndNoPublication() {
        await(wire.store.mark(ANNA, id("e1"), READ));
        var again = wire.store.mark(ANNA, id("e1"), READ).memoize().indefinitely();

        assertThat(commandsOf(again)).containsExactly("findAndModify", "findAndModify");
        assertThat(await(again).publication()).isNull();
    }

    @Test
    void markPublishedIsOneWriteForAHundred() {
        var pending = await(wire.store.erase(ANNA, "staff"));

        assertThat(pending).hasSize(1000);
        assertThat(commandsOf(wire.store.markPublished(pending))).hasSize(10).containsOnly("update");
        assertThat(await(wire.store.claimPending(1, Duration.ofDays(1)))).isEmpty();
        assertThat(wire.raw(id("e999"))).doesNotContainKey("publishAt");
    }

    /** Amazon DocumentDB uses a sparse index only for a query that says that the field exists. */
    @Test
    void queriesOfTheOutboxSayThatTheFieldOfTheirSparseIndexExists() {
        wire.commands.forget();

        await(wire.store.claimPending(1, Duration.ofSeconds(5)));
        await(wire.store.countPending(1, Duration.ofSeconds(5)));
        await(wire.store.showDue());

        for (String command : List.of("find", "aggregate", "update")) {
            assertThat(wire.commands.filters(command))
                    .hasSize(1)
                    .allMatch(filter -> filter.contains("{\"publishAt\": {\"$exists\": true}}"));
        }
    }

    @Test
    void everyWriteOfAnItemNamesTheRecipientByWhomTheCollectionMayBeSharded() {
        wire.apply(item("ahead").sent(NOW.plusSeconds(1)).created());
        wire.clock.advance(Duration.ofSeconds(1));
        var changed = item("e1").changed("c", READ, NOW);
        wire.commands.forget();

        wire.apply(changed, item("e2").withdrawn("w"), changed);
        var mark = await(wire.store.mark(ANNA, id("e3"), READ)).publication();
        await(wire.store.markPublished(List.of(mark)));
        await(wire.store.markPublished(await(wire.store.claimPending(10, Duration.ofSeconds(5)))));
        wire.clock.advance(Duration.ofDays(400));
        assertThat(await(wire.store.claimEnding(1, Duration.ofSeconds(5)))).hasSize(1);
        await(wire.store.markAllRead(ANNA));

        assertThat(wire.commands.filters("findAndModify")).hasSize(6).allMatch(StoreCommandsTest::namesRecipient);
        assertThat(wire.commands.filters("update")).hasSize(6).allMatch(StoreCommandsTest::namesRecipient);
    }

    private static boolean namesRecipient(String filter) {
        return filter.contains("{\"recipient\": \"" + ANNA.value() + "\"}");
    }

    @Test
    void erasureOfAnyNumberIsAConstantNumberOfCommands() {
        await(wire.store.erase(BEN, "staff"));

        assertThat(commandsOf(wire.store.erase(ANNA, "staff")))
                .containsExactly("update", "delete", "update", "find", "delete", "update");
    }
}
