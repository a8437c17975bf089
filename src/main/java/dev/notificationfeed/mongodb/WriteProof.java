package dev.notificationfeed.mongodb;

import com.mongodb.MongoCommandException;
import io.quarkus.mongodb.reactive.ReactiveMongoDatabase;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.bson.Document;

/**
 * Proves that MongoDB takes writes from this service by an update that matches no item, so that nothing changes. MongoDB
 * checks the user's rights before it looks for the item, and waits for the majority although there is nothing to replicate.
 */
final class WriteProof {

    /** No item has this id: ids of items are hashes. */
    private static final Document NO_ITEM = new Document(Fields.ID, "write-check");

    private static final Document ANY_CHANGE = new Document("$unset", new Document(Fields.CONTENT, ""));
    private static final int UNAUTHORIZED = 13;

    private final Duration timeout;

    /** @param timeout how long MongoDB waits for the majority */
    WriteProof(Duration timeout) {
        this.timeout = timeout;
    }

    /** Why the service cannot write, in words; null if it can. Fails as the driver does when MongoDB refuses the command. */
    Uni<String> refusal(ReactiveMongoDatabase database) {
        return database.runCommand(command())
                .map(this::reason)
                .onFailure(WriteProof::isUnauthorized)
                .recoverWithItem("the service's user may not write to MongoDB's database " + MongoSettings.DATABASE);
    }

    private Document command() {
        Document update = new Document("q", NO_ITEM).append("u", ANY_CHANGE).append("multi", false);
        return new Document("update", NotificationDocument.COLLECTION)
                .append("updates", List.of(update))
                .append("writeConcern", new Document("w", "majority").append("wtimeout", timeout.toMillis()));
    }

    /** {@code runCommand} returns both kinds of errors as a reply and does not fail. */
    private String reason(Document reply) {
        List<Document> errors = reply.getList("writeErrors", Document.class, List.of());
        if (!errors.isEmpty()) {
            return "MongoDB refuses with error code " + errors.get(0).get("code");
        }
        return reply.containsKey("writeConcernError")
                ? "no majority of MongoDB's servers confirms a write within " + timeout.toMillis() + " ms"
                : null;
    }

    private static boolean isUnauthorized(Throwable failure) {
        return failure instanceof MongoCommandException refused && refused.getErrorCode() == UNAUTHORIZED;
    }
}
