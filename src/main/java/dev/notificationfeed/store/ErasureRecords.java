package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import com.mongodb.client.model.UpdateOptions;
import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.SmallCollections;
import dev.notificationfeed.notification.Recipient;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Which recipients were erased, and when, without their names: a keyed hash for each, kept as long as tombstones. With it the
 * service recognises events that were published before the erasure, also if it had stored nothing of the person yet.
 */
@Singleton
final class ErasureRecords {

    private static final String ERASED_AT = "erasedAt";
    private static final String ERASED_BY = "erasedBy";
    private static final String ITEMS = "items";

    private final NotificationRepository repository;
    private final ErasureKey key;
    private final Guard guard;

    ErasureRecords(NotificationRepository repository, ErasureKey key, Guard guard) {
        this.repository = repository;
        this.key = key;
        this.guard = guard;
    }

    /**
     * The erased ones among some recipients.
     *
     * @param at when each was erased
     */
    record Erased(Map<Recipient, Instant> at) {

        static final Erased NOBODY = new Erased(Map.of());

        /** Whether the change was published before its recipient was erased, or in the same millisecond. */
        boolean covers(Received received) {
            Instant erasedAt = at.get(received.change().recipient());
            return erasedAt != null && !received.record().publishedAt().isAfter(erasedAt);
        }
    }

    /** One command for any number of recipients, two for the first call after the first erasure. */
    Uni<Erased> among(Set<Recipient> recipients) {
        return recipients.isEmpty()
                ? Uni.createFrom().item(Erased.NOBODY)
                : guard.guard(
                        "read-erasures",
                        () -> key.find()
                                .flatMap(hash ->
                                        hash == null ? Uni.createFrom().item(Erased.NOBODY) : find(recipients, hash)));
    }

    private Uni<Erased> find(Set<Recipient> recipients, ErasureKey.Hash hash) {
        Map<String, Recipient> byHash = recipients.stream().collect(toMap(hash::of, identity()));
        return collection()
                .find(in(Fields.ID, byHash.keySet()), new FindOptions().projection(include(ERASED_AT)))
                .collect()
                .asMap(document -> byHash.get(document.getString(Fields.ID)), ErasureRecords::erasedAt)
                .map(Erased::new);
    }

    static Instant erasedAt(Document document) {
        return document.getDate(ERASED_AT).toInstant();
    }

    /**
     * Records an erasure that begins; returns the recipient's hash. The later of two erasures counts. Two first ones may collide;
     * the second attempt finds the record.
     */
    Uni<String> begin(Recipient recipient, String by, Instant now) {
        Bson begun = combine(
                max(ERASED_AT, now),
                max(Fields.REMOVE_AT, now.plus(NotificationDocument.TOMBSTONE_RETENTION)),
                set(ERASED_BY, by));
        return key.findOrMake()
                .map(hash -> hash.of(recipient))
                .call(id -> collection()
                        .updateOne(eq(Fields.ID, id), begun, new UpdateOptions().upsert(true))
                        .onFailure(ErrorCodes::isDuplicate)
                        .retry()
                        .atMost(1));
    }

    /** Adds the number of items that the erasure has removed. */
    Uni<Void> end(String id, int items) {
        return collection().updateOne(eq(Fields.ID, id), inc(ITEMS, items)).replaceWithVoid();
    }

    private ReactiveMongoCollection<Document> collection() {
        return repository.mongoDatabase().getCollection(SmallCollections.ERASURES);
    }
}
