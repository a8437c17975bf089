package dev.notificationfeed.mongodb;

import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.StoreOnWire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MongoCheckTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final MongoCheck check = new MongoCheck(wire.repository, wire.config);

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void isUpWhenTheServerTakesAWriteThatChangesNothing() {
        assertThat(result().up()).isTrue();

        assertThat(await(wire.repository.mongoCollection().countDocuments())).isZero();
    }

    @Test
    void isDownForAUserWhoMayOnlyRead() {
        mongo.answer("update", new Document("ok", 0).append("code", 13).append("errmsg", "not authorized on x"));

        assertThat(result().reason()).isEqualTo("the service's user may not write to MongoDB's database notifications");
    }

    @Test
    void isDownWhenNoMajorityConfirmsAWrite() {
        Document unconfirmed = new Document("code", 64).append("errmsg", "waiting for replication timed out");
        mongo.answer("update", new Document("ok", 1).append("n", 0).append("writeConcernError", unconfirmed));

        assertThat(result().reason()).isEqualTo("no majority of MongoDB's servers confirms a write within 1000 ms");
    }

    @Test
    void isDownWhenAWriteFails() {
        Document error = new Document("index", 0).append("code", 8000).append("errmsg", "you are over your quota");
        mongo.answer("update", new Document("ok", 1).append("n", 0).append("writeErrors", List.of(error)));

        assertThat(result().reason()).isEqualTo("MongoDB refuses with error code 8000");
    }

    private CheckResult result() {
        return await(check.check());
    }
}
