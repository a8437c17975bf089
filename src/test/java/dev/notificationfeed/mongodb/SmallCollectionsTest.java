package dev.notificationfeed.mongodb;

import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.StoreOnWire;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmallCollectionsTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final SmallCollections collections = new SmallCollections(wire.repository, wire.config);

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void createsTheIndexesAndChangesNothingWhenTheyExist() {
        await(collections.createIndexes());
        await(collections.createIndexes());

        assertThat(indexes(SmallCollections.EARLY_CHANGES))
                .extracting(index -> index.get("key"))
                .containsExactlyInAnyOrder(
                        new Document("_id", 1),
                        new Document("item", 1),
                        new Document("until", 1),
                        new Document("recipient", 1));
        assertThat(indexes(SmallCollections.ERASURES))
                .anySatisfy(index -> assertThat(index)
                        .containsEntry("key", new Document("removeAt", 1))
                        .containsEntry("expireAfterSeconds", 0L));
    }

    private List<Document> indexes(String collection) {
        return await(wire.collection(collection).listIndexes().collect().asList());
    }
}
