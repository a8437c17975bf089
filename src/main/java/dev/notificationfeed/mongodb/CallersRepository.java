package dev.notificationfeed.mongodb;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.mongodb.reactive.ReactiveMongoDatabase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.bson.conversions.Bson;

/** The collection of items by the client for callers. Panache always uses the client of Quarkus, so this goes around it. */
final class CallersRepository extends NotificationRepository {

    private final ReactiveMongoClient client;

    CallersRepository(ReactiveMongoClient client) {
        this.client = client;
    }

    @Override
    public ReactiveMongoDatabase mongoDatabase() {
        return client.getDatabase(MongoSettings.DATABASE);
    }

    @Override
    public ReactiveMongoCollection<NotificationDocument> mongoCollection() {
        return mongoDatabase().getCollection(NotificationDocument.COLLECTION, NotificationDocument.class);
    }

    @Override
    public Uni<Long> count(Bson query) {
        return mongoCollection().countDocuments(query);
    }

    @Override
    public Multi<NotificationDocument> stream(Bson query) {
        return mongoCollection().find(query);
    }
}
