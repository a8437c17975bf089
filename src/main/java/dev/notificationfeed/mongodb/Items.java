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
import java.util.List;
import org.bson.conversions.Bson;

/**
 * Items without their bodies: reading them, and changing one if it is still as it was read. Panache can neither leave a
 * field out nor compare and set, so this is the driver's collection.
 */
@Singleton
public final class Items {

    private static final Bson WITHOUT_CONTENT = exclude(Fields.CONTENT);

    private final NotificationRepository repository;

    public Items(NotificationRepository repository) {
        this.repository = repository;
    }

    /** Null when none matches. */
    public Uni<NotificationDocument> one(Bson filter) {
        return repository
                .mongoCollection()
                .find(filter, new FindOptions().projection(WITHOUT_CONTENT).limit(1))
                .toUni();
    }

    /**
     * All that match, by one command as long as there are no more than expected.
     *
     * @param sort null for any order
     */
    public Uni<List<NotificationDocument>> all(Bson filter, Bson sort, int expected) {
        return find(filter, sort, new FindOptions().batchSize(expected + 1));
    }

    /** Some of those that match, by one command. */
    public Uni<List<NotificationDocument>> slice(Bson filter, Bson sort, int skip, int limit) {
        return find(filter, sort, new FindOptions().skip(skip).limit(limit).batchSize(limit));
    }

    /** The item as it is after the update; null when none matches. */
    public Uni<NotificationDocument> updateIf(Bson filter, Bson update) {
        FindOneAndUpdateOptions options = new FindOneAndUpdateOptions()
                .returnDocument(ReturnDocument.AFTER)
                .projection(WITHOUT_CONTENT);
        return repository.mongoCollection().findOneAndUpdate(filter, update, options);
    }

    /** The item as it is after the update; fails if it is no longer what it was when it was read. */
    public Uni<NotificationDocument> update(NotificationDocument seen, Bson update) {
        return updateIf(unchangedSince(seen), update).onItem().ifNull().failWith(ConcurrentUpdateException::new);
    }

    /**
     * Completes when a majority holds what was read: until then a fail-over could undo it. A write that changes nothing
     * waits for all those before it.
     */
    public Uni<Void> confirm(NotificationDocument seen) {
        return repository
                .mongoCollection()
                .updateOne(unchangedSince(seen), set(Fields.CHANGED_AT, seen.changedAt()))
                .replaceWithVoid();
    }

    /**
     * Puts a document in place of another; fails if the item is no longer what it was when it was read, what its readers
     * are owed included.
     */
    public Uni<Void> replace(NotificationDocument seen, NotificationDocument replacement) {
        return repository
                .mongoCollection()
                .replaceOne(and(unchangedSince(seen), eq(Fields.PUBLISH_AT, seen.publishAt())), replacement)
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

    /** Version alone does not tell: a change without a visible difference leaves it. */
    private static Bson unchangedSince(NotificationDocument seen) {
        return and(
                eq(Fields.ID, seen.id()), eq(Fields.VERSION, seen.version()), eq(Fields.CHANGED_AT, seen.changedAt()));
    }
}
