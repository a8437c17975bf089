package dev.notificationfeed.journey;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import dev.notificationfeed.fixture.Follower.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Reads and changes the documents in the database directly, without the service. */
final class StoreProbe implements AutoCloseable {

    private final MongoClient client;

    /** Does not connect yet. */
    StoreProbe(String connectionString) {
        client = MongoClients.create(connectionString);
    }

    /** All documents, including tombstones. */
    List<Document> all() {
        return find(Filters.empty());
    }

    /**
     * The final state that readers must show: by recipient and id. Erased items have none, and neither has an item that was
     * withdrawn and never came: version 1 of a tombstone.
     */
    Map<String, Map<String, Seen>> states() {
        Bson cameAtAll = Filters.nor(Filters.and(Filters.exists("withdrawnAt"), Filters.eq("version", 1L)));
        return find(Filters.and(Filters.exists("recipient"), cameAtAll)).stream()
                .collect(groupingBy(
                        document -> document.getString("recipient"),
                        toMap(document -> document.getString("_id"), StoreProbe::state)));
    }

    private static Seen state(Document document) {
        return new Seen(
                document.getLong("version").intValue(),
                document.containsKey("withdrawnAt") ? null : document.getString("status"));
    }

    /** The documents of one recipient, including tombstones. */
    List<Document> of(String recipient) {
        return find(Filters.eq("recipient", recipient));
    }

    private List<Document> find(Bson filter) {
        return collection().find(filter).into(new ArrayList<>());
    }

    /** Changes that wait for their item. */
    long countKept() {
        return client.getDatabase("notifications")
                .getCollection("early-changes")
                .countDocuments();
    }

    long count() {
        return collection().countDocuments();
    }

    /** Sets the time at which MongoDB removes a document. */
    void removeAt(String id, Instant time) {
        collection().updateOne(Filters.eq("_id", id), Updates.set("removeAt", Date.from(time)));
    }

    /** Adds a document as it is. */
    void insert(Document document) {
        collection().insertOne(document);
    }

    /** Removes every document: the stand-in has no indexes, and many journeys in a row would slow each other down. */
    void clear() {
        collection().deleteMany(Filters.empty());
    }

    /** Registers a replica with these capabilities, as the replica itself would, as of now. */
    void report(String instance, String version, String... capabilities) {
        var able = Stream.of(capabilities)
                .map(capability -> new Document("name", capability).append("reason", ""))
                .toList();
        client.getDatabase("notifications")
                .getCollection("replicas")
                .replaceOne(
                        Filters.eq("_id", instance),
                        new Document("version", version)
                                .append("capabilities", able)
                                .append("seenAt", Date.from(Instant.now())),
                        new ReplaceOptions().upsert(true));
    }

    private MongoCollection<Document> collection() {
        return client.getDatabase("notifications").getCollection("notifications");
    }

    @Override
    public void close() {
        client.close();
    }
}
