package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.CountOptions;
import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.SmallCollections;
import dev.notificationfeed.notification.Recipient;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Changes whose item has not come, one document each. They are in a collection of their own, because a replica of the previous
 * version would take a placeholder among the items for an item.
 */
@Singleton
final class KeptChanges {

    private static final int PER_ITEM = 20;
    private static final int CONCURRENT_CLAIMS = 16;

    private final NotificationRepository repository;
    private final Guard guard;
    private final Clock clock;
    private final EarlyChangesConfig config;

    KeptChanges(NotificationRepository repository, Guard guard, Clock clock, EarlyChangesConfig config) {
        this.repository = repository;
        this.guard = guard;
        this.clock = clock;
        this.config = config;
    }

    /** Keeps a change. False if too many are kept already; concurrent calls may exceed the limits by their number. */
    Uni<Boolean> keep(Received received) {
        KeptDocument document = KeptDocument.of(received, clock.instant().plus(config.earlyChangesKept()));
        return guard.guard("keep-early", () -> idsOf(document.item()).flatMap(ids -> keep(document, ids)));
    }

    private Uni<Boolean> keep(KeptDocument document, List<String> ofItem) {
        if (ofItem.contains(document.id())) {
            return Uni.createFrom().item(true);
        }
        return ofItem.size() >= PER_ITEM
                ? Uni.createFrom().item(false)
                : count().flatMap(count ->
                        count >= config.earlyChangesMax() ? Uni.createFrom().item(false) : insert(document));
    }

    private Uni<List<String>> idsOf(String item) {
        return repository
                .mongoDatabase()
                .getCollection(SmallCollections.EARLY_CHANGES)
                .find(eq(KeptDocument.ITEM, item), new FindOptions().projection(include(Fields.ID)))
                .map(document -> document.getString(Fields.ID))
                .collect()
                .asList();
    }

    private Uni<Long> count() {
        return collection().countDocuments(new BsonDocument(), new CountOptions().limit(config.earlyChangesMax()));
    }

    private Uni<Boolean> insert(KeptDocument document) {
        return collection()
                .insertOne(document)
                .replaceWith(true)
                .onFailure(ErrorCodes::isDuplicate)
                .recoverWithItem(true);
    }

    /** The kept changes of some items, by one command if they fit into one reply. */
    Uni<List<KeptDocument>> of(Set<String> items) {
        return guard.guard(
                "read-early",
                () -> collection().find(in(KeptDocument.ITEM, items)).collect().asList());
    }

    /** Deletes kept changes by their ids. */
    Uni<Void> forget(List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : guard.guard("forget-early", () -> collection().deleteMany(in(Fields.ID, ids)))
                        .replaceWithVoid();
    }

    /** Deletes all changes of a person. */
    Uni<Void> erase(Recipient recipient) {
        return collection()
                .deleteMany(eq(KeptDocument.RECIPIENT, recipient.value()))
                .replaceWithVoid();
    }

    /** Claims changes whose wait has ended. Another replica claims them again if they are still kept when the claim ends. */
    Uni<List<KeptChange>> claim(int limit, Duration claim) {
        Instant now = clock.instant();
        FindOptions oldest = new FindOptions()
                .sort(ascending(KeptDocument.UNTIL))
                .limit(limit)
                .batchSize(limit);
        return guard.guard(
                        "due-early",
                        () -> collection()
                                .find(lte(KeptDocument.UNTIL, now), oldest)
                                .collect()
                                .asList())
                .flatMap(due -> claimEach(due, now.plus(claim)));
    }

    private Uni<List<KeptChange>> claimEach(List<KeptDocument> due, Instant until) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(document -> guard.guard("claim-early", () -> claim(document, until)))
                .merge(CONCURRENT_CLAIMS)
                .collect()
                .asList();
    }

    /** Null if another replica was faster. */
    private Uni<KeptChange> claim(KeptDocument due, Instant until) {
        return collection()
                .updateOne(
                        and(eq(Fields.ID, due.id()), eq(KeptDocument.UNTIL, due.until())),
                        set(KeptDocument.UNTIL, until))
                .map(result -> result.getMatchedCount() == 1 ? due.toKept() : null);
    }

    private ReactiveMongoCollection<KeptDocument> collection() {
        return repository.mongoDatabase().getCollection(SmallCollections.EARLY_CHANGES, KeptDocument.class);
    }
}
