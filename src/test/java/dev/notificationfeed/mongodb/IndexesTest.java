package dev.notificationfeed.mongodb;

import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.CapturedLog;
import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.StoreOnWire;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexesTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final IndexCreation creation = new IndexCreation(wire.repository, wire.config);
    private final IndexCheck check = new IndexCheck(wire.repository, wire.config);

    @AfterEach
    void close() {
        creation.stop();
        wire.close();
        mongo.close();
    }

    private List<Document> listing() {
        return await(wire.collection("notifications").listIndexes().collect().asList());
    }

    @Test
    void declaresTheIndexesOfTheDesign() {
        assertThat(Arrays.stream(Index.values()).map(Index::toString))
                .containsExactlyInAnyOrder(
                        "recipient+sentAt+_id",
                        "recipient+status+_id",
                        "recipient+subject+_id",
                        "recipient+contact+_id",
                        "recipient+type+status",
                        "publishAt sparse",
                        "removeAt TTL 0 s");
    }

    @Test
    void createsMissingIndexesOnce() {
        assertThat(await(creation.createMissing())).containsExactly(Index.values());
        assertThat(await(creation.createMissing())).isEmpty();
        assertThat(Index.missingFrom(listing())).isEmpty();
    }

    @Test
    void recreatesADroppedIndex() {
        await(creation.createMissing());
        await(wire.collection("notifications").dropIndex(new Document("removeAt", 1)));

        assertThat(await(creation.createMissing())).containsExactly(Index.REMOVAL);
    }

    /** Some compatible servers do that, for all indexes or for options such as TTL. */
    @Test
    void indexThatIsAcknowledgedAndNotListedIsReportedOnceAndSeldomCreatedAgain() {
        var none = new de.bwaldvogel.mongo.bson.Document("id", 0L)
                .append("ns", "notifications.notifications")
                .append("firstBatch", List.of());
        mongo.answer("listIndexes", new de.bwaldvogel.mongo.bson.Document("ok", 1).append("cursor", none));

        try (var log = new CapturedLog(IndexCreation.class)) {
            IntStream.range(0, 130).forEach(run -> await(creation.createMissing()));

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "indexes were acknowledged but are not listed, the server may lack them indexes=[recipient+")
                    .endsWith("publishAt sparse, removeAt TTL 0 s]");
        }
        assertThat(wire.commands.sent()).filteredOn("createIndexes"::equals).hasSize(3);
        mongo.recover();
        assertThat(await(creation.createMissing())).isEmpty();
        await(wire.collection("notifications").dropIndex(new Document("removeAt", 1)));
        assertThat(await(creation.createMissing())).containsExactly(Index.REMOVAL);
    }

    @Test
    void createsIndexesInTheBackgroundOnceMongoDbIsAvailable() {
        mongo.answer("listIndexes", new de.bwaldvogel.mongo.bson.Document("ok", 0).append("code", 10107));
        creation.start(null);
        Awaitility.await().until(() -> wire.commands.sent().size() > 1);
        assertThat(wire.commands.sent()).doesNotContain("createIndexes");

        mongo.recover();

        Awaitility.await()
                .untilAsserted(() -> assertThat(await(check.check()).up()).isTrue());
    }

    @Test
    void checkNamesMissingIndexesAndCreatesNothing() {
        var result = await(check.check());

        assertThat(result.up()).isFalse();
        assertThat(result.reason())
                .startsWith("collection notifications has no index on recipient+sentAt+_id, ")
                .endsWith("publishAt sparse, removeAt TTL 0 s");
        assertThat(wire.collections()).isEmpty();
    }

    @Test
    void checkIsUpWhenAllExist() {
        await(creation.createMissing());

        assertThat(await(check.check()).up()).isTrue();
        assertThat(check.base()).isEqualTo("mongodb");
    }

    @Test
    void indexWithOtherOptionsOrOrderIsMissing() {
        var dense = new Document("key", new Document("publishAt", 1));
        var slowTtl = new Document("key", new Document("removeAt", 1L)).append("expireAfterSeconds", 60);
        var descending = new Document(
                "key", new Document("recipient", 1).append("sentAt", -1).append("_id", 1));
        var text = new Document("key", new Document("subjectText", "text"));

        assertThat(Index.missingFrom(List.of(dense, slowTtl, descending, text))).containsExactly(Index.values());
    }

    @Test
    void numbersOfOtherTypesAreEqual() {
        var ttl = new Document("key", new Document("removeAt", 1.0)).append("expireAfterSeconds", 0L);

        assertThat(Index.missingFrom(List.of(ttl))).doesNotContain(Index.REMOVAL);
    }

    @Test
    void mongoCheckIsDownIfTheServerAcceptsNoWrites() {
        var hello = new de.bwaldvogel.mongo.bson.Document("ok", 1)
                .append("ismaster", false)
                .append("setName", "rs0")
                .append("maxWireVersion", 21);
        mongo.answer("isMaster", hello);

        var result = await(new MongoCheck(wire.repository, wire.config).check());

        assertThat(result)
                .isEqualTo(CheckResult.missing("the MongoDB server that answers takes no writes", result.data()));
        assertThat(result.data()).containsEntry("replicaSet", "rs0").containsEntry("wireVersion", "21");
    }

    /** A new server may know only the new name of the field. */
    @ParameterizedTest
    @ValueSource(strings = {"ismaster", "isWritablePrimary"})
    void mongoCheckBelievesBothNamesOfAServerThatTakesWrites(String field) {
        mongo.answer("isMaster", new de.bwaldvogel.mongo.bson.Document("ok", 1).append(field, true));

        assertThat(await(new MongoCheck(wire.repository, wire.config).check()).up())
                .isTrue();
    }

    @Test
    void checksReportATimeout() {
        try (var quick = new StoreOnWire(mongo.connectionString(), Duration.ofMillis(200))) {
            mongo.hang();

            assertThat(Stream.of(
                            new MongoCheck(quick.repository, quick.config),
                            new IndexCheck(quick.repository, quick.config)))
                    .extracting(one -> await(one.check()).reason())
                    .containsExactly(
                            "no MongoDB server that takes writes answered within 200 ms",
                            "MongoDB did not list the indexes within 200 ms");
        }
    }
}
