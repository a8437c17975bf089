package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.ChangeResult.Outcome;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        var pending = await(wire.store.erase(ANNA, "staff"));

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
        await(wire.store.markPublished(await(wire.store.erase(ANNA, "staff"))));

        assertThat(new String[] {"a", "email", "ahead", "gone"})
                .allSatisfy(event -> assertThat(wire.raw(id(event)).keySet())
                        .containsExactlyInAnyOrder("_id", "version", "changedAt", "removeAt", "withdrawnAt", "erased"));
        assertThat(await(wire.store.erase(ANNA, "staff"))).isEmpty();
    }

    @Test
    void unpublishedErasureBecomesDue() {
        var pending = await(wire.store.erase(ANNA, "staff"));
        wire.clock.advance(Duration.ofSeconds(5));

        assertThat(await(wire.store.claimPending(100, Duration.ofSeconds(10))))
                .hasSize(pending.size())
                .extracting(Publication::kind)
                .containsOnly(Kind.ERASED);
    }

    @Test
    void eventOfAnErasedPersonIsSeenBeforeAndNotPublished() {
        await(wire.store.markPublished(await(wire.store.erase(ANNA, "staff"))));

        var applied = await(wire.store.apply(Arrivals.at(
                NOW.plusMillis(1),
                List.of(
                        item("a").created(),
                        item("a").changed("c2", READ, NOW),
                        item("a").withdrawn("w2")))));

        assertThat(applied).extracting(ChangeResult::outcome).containsOnly(Outcome.SEEN_BEFORE);
        assertThat(applied).extracting(ChangeResult::publication).containsOnlyNulls();
    }

    @Test
    void eventThatWasPublishedBeforeTheErasureDoesNotComeBack() {
        await(wire.store.erase(ANNA, "staff"));

        var late = wire.apply(
                item("late").created(),
                item("late").changed("c3", READ, NOW),
                item("never").withdrawn("w3"),
                item("late").to(BEN).created());

        assertThat(late)
                .extracting(ChangeResult::outcome)
                .containsExactly(Outcome.ERASED, Outcome.ERASED, Outcome.ERASED, Outcome.STORED);
        assertThat(await(wire.store.find(ANNA, id("late")))).isNull();
        assertThat(wire.raw(id("never"))).isNull();
    }

    @Test
    void eventThatIsPublishedAfterTheErasureIsStored() {
        await(wire.store.erase(ANNA, "staff"));
        wire.clock.advance(Duration.ofMillis(1));

        assertThat(wire.apply(item("new").created()))
                .extracting(ChangeResult::outcome)
                .containsExactly(Outcome.STORED);
    }

    @Test
    void erasureThatRunsBeforeTheInsertErasesTheItemToo() {
        try (var other = new StoreOnWire(mongo.secondConnectionString())) {
            await(other.store.erase(BEN, "staff"));
            mongo.beforeNext("insert", () -> await(other.store.erase(ANNA, "staff")));

            var late = wire.apply(item("late").created()).get(0);

            assertThat(late.outcome()).isEqualTo(Outcome.ERASED);
            assertThat(late.publication()).isNull();
            assertThat(wire.raw(id("late"))).containsEntry("erased", true).doesNotContainKey("subjectText");
        }
    }

    /** The process died, or MongoDB was away, between the insert and the second look. */
    @Test
    void itemThatAnInterruptedAttemptStoredAfterTheErasureIsErasedByTheRetry() {
        try (var other = new StoreOnWire(mongo.secondConnectionString())) {
            await(other.store.erase(BEN, "staff"));
            mongo.beforeNext("insert", () -> {
                await(other.store.erase(ANNA, "staff"));
                mongo.answer("find", new Document("ok", 0).append("code", 8000).append("errmsg", "full"));
            });
            assertThatThrownBy(() -> wire.apply(item("late").created())).isInstanceOf(StoreUnavailableException.class);
            mongo.recover();
            assertThat(wire.raw(id("late"))).containsKey("subjectText");

            assertThat(wire.apply(item("late").created()))
                    .extracting(ChangeResult::outcome)
                    .containsExactly(Outcome.ERASED);
            assertThat(wire.raw(id("late"))).containsEntry("erased", true).doesNotContainKey("subjectText");
        }
    }

    @Test
    void earlyWithdrawalThatIsKeptDuringTheErasureLeavesNoTrace() {
        try (var other = new StoreOnWire(mongo.secondConnectionString())) {
            await(other.store.erase(BEN, "staff"));
            mongo.beforeNext("insert", () -> await(other.store.erase(ANNA, "staff")));

            var late = wire.apply(item("late").withdrawn("w6")).get(0);

            assertThat(late.outcome()).isEqualTo(Outcome.ERASED);
            assertThat(wire.raw(id("late"))).isNull();
            assertThat(await(wire.collection("early-changes").countDocuments())).isZero();
        }
    }

    @Test
    void changeFromBeforeTheErasureDoesNotEraseALaterItem() {
        await(wire.store.erase(ANNA, "staff"));
        var before = Arrivals.at(NOW, List.of(item("new").changed("c6", READ, NOW)));
        wire.clock.advance(Duration.ofMillis(1));
        wire.apply(item("new").created());

        assertThat(await(wire.store.apply(before)))
                .extracting(ChangeResult::outcome)
                .containsExactly(Outcome.ERASED);
        assertThat(await(wire.store.find(ANNA, id("new")))).isNotNull();
    }

    @Test
    void erasureDeletesKeptChangesOfThePersonOnly() {
        wire.apply(item("x").changed("c4", READ, NOW), item("x").withdrawn("w4"));
        wire.apply(item("x").to(BEN).withdrawn("w5"));

        await(wire.store.markPublished(await(wire.store.erase(ANNA, "staff"))));

        assertThat(await(wire.collection("early-changes").find().collect().asList()))
                .extracting(document -> document.getString("recipient"))
                .containsExactly(BEN.value());
        assertThat(wire.raw(id("x"))).isNull();
    }

    @Test
    void earlyWithdrawalOfAnErasedPersonDoesNotHideTheItemOfAnotherOne() {
        wire.apply(item("x").to(BEN).withdrawn("w6"));
        await(wire.store.markPublished(await(wire.store.erase(BEN, "staff"))));

        assertThat(wire.apply(item("x").created()))
                .extracting(ChangeResult::outcome)
                .containsExactly(Outcome.STORED);
        assertThat(await(wire.store.find(ANNA, id("x")))).isNotNull();
    }

    @Test
    void recordOfAnErasureNamesNobody() {
        await(wire.store.erase(ANNA, "staff-7"));
        await(wire.store.erase(ANNA, "staff-8"));

        var records = await(wire.collection("erasures").find().collect().asList());

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record)
                        .containsEntry("erasedAt", Date.from(NOW))
                        .containsEntry("removeAt", Date.from(NOW.plus(Duration.ofDays(30))))
                        .containsEntry("erasedBy", "staff-8")
                        .containsEntry("items", 4 + 4));
        assertThat(records.get(0).getString("_id")).matches("[0-9a-f]{64}");
        assertThat(records.toString()).doesNotContain(ANNA.value());
    }

    @Test
    void toolSeesTheErasuresOfTheService() {
        Function<String, Optional<String>> settings =
                name -> Optional.of(mongo.connectionString()).filter(address -> name.endsWith("connection-string"));
        try (var before = ErasedRecipients.connect(settings)) {
            assertThat(before.wasErasedSince(ANNA, NOW)).isFalse();
        }
        await(wire.store.erase(ANNA, "staff"));

        try (var after = ErasedRecipients.connect(settings)) {
            assertThat(after.wasErasedSince(ANNA, NOW)).isTrue();
            assertThat(after.wasErasedSince(ANNA, NOW.plusMillis(1))).isFalse();
            assertThat(after.wasErasedSince(BEN, NOW)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, quarkus.mongodb.connection-string is not set",
                "localhost, quarkus.mongodb.connection-string cannot be read",
                "mongodb://localhost:1/?serverSelectionTimeoutMS=10, MongoDB cannot be reached"
            })
    void toolSaysWhyItCannotSeeErasures(String address, String reason) {
        assertThatThrownBy(() -> ErasedRecipients.connect(
                        name -> Optional.ofNullable(address).filter(value -> name.endsWith("connection-string"))))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage(reason);
    }

    @Test
    void erasingAnUnknownPersonDoesNothing() {
        assertThat(await(wire.store.erase(new Recipient("nobody"), "staff"))).isEmpty();
    }
}
