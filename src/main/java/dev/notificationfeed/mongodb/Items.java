package dev.notificationfeed.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * Reads and conditionally updates items without their content. Panache can neither exclude a field nor compare and set, so
 * this uses the collection of the driver.
 */
@Singleton
public final class Items {

    private static final Bson WITHOUT_CONTENT = exclude(Fields.CONTENT);

    private final NotificationRepository repository;

    public Items(NotificationRepository repository) {
        this.repository = repository;
    }

    /** One item; null when none matches. */
    public Uni<NotificationDocument> one(Bson filter) {
        return repository
                .mongoCollection()
                .find(filter, new FindOptions().projection(WITHOUT_CONTENT).limit(1))
                .toUni();
    }

    /**
     * All matching items, by one command if there are not more than expected.
     *
     * @param sort null for any order
     */
    public Uni<List<NotificationDocument>> all(Bson filter, Bson sort, int expected) {
        return find(filter, sort, new FindOptions().batchSize(expected + 1));
    }

    /** A slice of the matching items, by one command. */
    public Uni<List<NotificationDocument>> slice(Bson filter, Bson sort, int skip, int limit) {
        return find(filter, sort, new FindOptions().skip(skip).limit(limit).batchSize(limit));
    }

    /** Updates one item and returns it as updated; null when none matches. */
    public Uni<NotificationDocument> updateIf(Bson filter, Bson update) {
        FindOneAndUpdateOptions options = new FindOneAndUpdateOptions()
                .returnDocument(ReturnDocument.AFTER)
                .projection(WITHOUT_CONTENT);
        return repository.mongoCollection().findOneAndUpdate(filter, update, options);
    }

    /** Inserts a document; retried by {@link Guard} if there is one of that id. */
    public Uni<Void> insert(NotificationDocument document) {
        return repository
                .mongoCollection()
                .insertOne(document)
                .onFailure(ErrorCodes::isDuplicate)
                .transform(failure -> new ConcurrentUpdateException())
                .replaceWithVoid();
    }

    /** Updates an item and returns it as updated; retried by {@link Guard} if the item has changed since it was read. */
    public Uni<NotificationDocument> update(NotificationDocument read, Bson update) {
        return updateIf(unchangedSince(read), update).onItem().ifNull().failWith(ConcurrentUpdateException::new);
    }

    /**
     * Completes when the document that was read is majority-committed; until then a fail-over could roll it back. A write that
     * changes nothing waits for all earlier writes.
     */
    public Uni<Void> confirm(NotificationDocument read) {
        return repository
                .mongoCollection()
                .updateOne(unchangedSince(read), set(Fields.CHANGED_AT, read.changedAt()))
                .replaceWithVoid();
    }

    /**
     * Replaces a document; retried by {@link Guard} if the item, including its {@code publishAt}, has changed since it was read.
     */
    public Uni<Void> replace(NotificationDocument read, NotificationDocument replacement) {
        return repository
                .mongoCollection()
                .replaceOne(unchangedSince(read, eq(Fields.PUBLISH_AT, read.publishAt())), replacement)
                .map(result -> result.getMatchedCount() == 1 ? result : null)
                .onItem()
                .ifNull()
                .failWith(ConcurrentUpdateException::new)
                .replaceWithVoid();
    }

    private Uni<List<NotificationDocument>> find(Bson filter, Bson sort, FindOptions options) {
        return repository
                .mongoCollection()
                .find(filter, options.sort(sort).projection(WITHOUT_CONTENT))
                .collect()
                .asList();
    }

    /** Selects a document that also matches some conditions: by its id, and by its recipient for a collection sharded by it. */
    public static Bson same(NotificationDocument read, Bson... conditions) {
        List<Bson> all = new ArrayList<>(List.of(eq(Fields.ID, read.id()), eq(Fields.RECIPIENT, read.recipient())));
        all.addAll(List.of(conditions));
        return and(all);
    }

    /** The version alone is not enough: a change without a visible difference keeps it. */
    private static Bson unchangedSince(NotificationDocument read, Bson... conditions) {
        List<Bson> all = new ArrayList<>(List.of(conditions));
        all.add(eq(Fields.VERSION, read.version()));
        all.add(eq(Fields.CHANGED_AT, read.changedAt()));
        return same(read, all.toArray(Bson[]::new));
    }
}
