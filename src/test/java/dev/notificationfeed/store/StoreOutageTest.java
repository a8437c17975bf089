package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.bson.Document;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.store.ChangeResult.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOutageTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final FaultyMongo mongo = new FaultyMongo();

    @AfterEach
    void close() {
        mongo.close();
    }

    static Stream<Function<NotificationStore, Uni<?>>> calls() {
        return Stream.of(
                store -> store.apply(Arrivals.now(item("a").created())),
                store -> store.apply(Arrivals.now(item("a").withdrawn("w"))),
                store -> store.countUnread(ANNA, 100),
                store -> store.unread(List.of(ANNA), 10),
                store -> store.find(ANNA, id("a")),
                store -> store.message(ANNA, id("a")),
                store -> store.mark(ANNA, id("a"), READ),
                store -> store.markAllRead(ANNA),
                store -> store.erase(ANNA, "staff"),
                store -> store.claimPending(1, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallFailsInTimeWhenTheServerHangs(Function<NotificationStore, Uni<?>> call) {
        try (var wire = new StoreOnWire(mongo.connectionString(), TIMEOUT)) {
            assertThat(await(wire.store.countUnread(ANNA, 100))).isZero();
            mongo.hang();

            assertUnavailableInTime(() -> await(call.apply(wire.store)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mongodb://localhost:1", "mongodb://no-such-host.invalid", "mongodb://192.0.2.1"})
    void callFailsInTimeWhenThereIsNoServer(String address) {
        try (var wire = new StoreOnWire(address, TIMEOUT)) {
            assertUnavailableInTime(() -> await(wire.store.find(ANNA, id("a"))));
        }
    }

    @Test
    void storeWorksAgainWhenTheServerIsBack() {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            mongo.answer(
                    "insert", new Document("ok", 0).append("code", 10107).append("errmsg", "not writable primary"));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> wire.apply(item("a").created()));
            mongo.recover();

            assertThat(wire.apply(item("a").created()).get(0).outcome()).isEqualTo(Outcome.STORED);
        }
    }

    @Test
    void permanentlyRefusedDocumentDoesNotAffectOthers() {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            mongo.refuseInsert(1, 121);

            var applied = wire.apply(
                    item("a").created(), item("b").created(), item("c").created());

            assertThat(applied)
                    .extracting(ChangeResult::outcome)
                    .containsExactly(Outcome.STORED, Outcome.STORE_REFUSED, Outcome.STORED);
            assertThat(applied.get(1).detail()).isEqualTo("MongoDB refused the document permanently, code 121");
            assertThat(applied.get(1).publication()).isNull();
        }
    }

    @Test
    void permanentlyRefusedChangeIsRefused() {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            wire.apply(item("a").created());
            mongo.answer(
                    "findAndModify", new Document("ok", 0).append("code", 121).append("errmsg", "quotes it"));

            var applied =
                    wire.apply(item("a").changed("c", READ, StoreOnWire.NOW)).get(0);

            assertThat(applied.outcome()).isEqualTo(Outcome.STORE_REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10107, 14031, 50, 8000, 13})
    void temporaryErrorFailsTheWholeBatch(int code) {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            mongo.refuseInsert(0, code);

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> wire.apply(item("a").created(), item("b").created()));
        }
    }

    /** A command whose caller has left would go on otherwise. Ingest and its outbox have nobody who leaves. */
    @Test
    void serverEndsTheCommandsOfCallers() {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            wire.apply(item("a").created(), item("a").withdrawn("w"));
            await(wire.store.claimPending(1, Duration.ofSeconds(1)));
            assertThat(wire.commands.withoutTimeLimit()).isEqualTo(wire.commands.sent());
            wire.commands.forget();

            calls().skip(2).limit(6).forEach(call -> await(call.apply(wire.store)));

            assertThat(wire.commands.sent()).contains("aggregate", "find", "findAndModify", "update");
            assertThat(wire.commands.withoutTimeLimit()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void commandThatTheServerEndsIsUnavailable(Function<NotificationStore, Uni<?>> call) {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            var ended = new Document("ok", 0).append("code", 50).append("errmsg", "operation exceeded time limit");
            mongo.answerAll(ended);

            assertUnavailableInTime(() -> await(call.apply(wire.store)));
        }
    }

    @Test
    void writeWithoutMajorityIsAnOutage() {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            var concern = new Document("code", 64).append("errmsg", "waiting for replication timed out");
            mongo.answer("insert", new Document("ok", 1).append("n", 1).append("writeConcernError", concern));

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> wire.apply(item("a").created()));
        }
    }

    @Test
    void endlessConcurrentUpdatesAreAnOutage() {
        try (var wire = new StoreOnWire(mongo.connectionString())) {
            wire.apply(item("a").created());
            mongo.answer("findAndModify", new Document("ok", 1).append("value", null));
            wire.commands.forget();

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> await(wire.store.mark(ANNA, id("a"), READ)));
            assertThat(wire.commands.sent()).hasSize(20);
        }
    }

    @Test
    void callsAreTimedByOperationAndOutcome() {
        try (var wire = new StoreOnWire(mongo.connectionString(), TIMEOUT)) {
            await(wire.store.countUnread(ANNA, 100));
            mongo.hang();
            assertUnavailableInTime(() -> await(wire.store.countUnread(ANNA, 100)));

            var timers = wire.registry.find("notifications.store").timers();
            assertThat(timers)
                    .extracting(timer -> Map.entry(timer.getId().getTag("outcome"), timer.count()))
                    .containsExactlyInAnyOrder(Map.entry("ok", 1L), Map.entry("unavailable", 1L));
        }
    }

    private static void assertUnavailableInTime(Runnable call) {
        long start = System.nanoTime();
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call::run);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
    }
}
