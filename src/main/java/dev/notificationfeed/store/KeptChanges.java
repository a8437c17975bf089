package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;

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
import org.bson.conversions.Bson;

/**
 * Changes whose item has not come, one document each. They are in a collection of their own, because a replica of the previous
 * version would take a placeholder among the items for an item.
 */
@Singleton
final class KeptChanges {

    private static final int PER_ITEM_AND_RECIPIENT = 20;
    private static final FindOptions WITHOUT_RECORD = new FindOptions().projection(exclude(KeptDocument.RECORD));
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

    /**
     * Keeps a change. False if too many are kept already; concurrent calls may exceed the limits by their number,
     * and the number of all changes is MongoDB's estimate, which costs no scan.
     */
    Uni<Boolean> keep(Received received) {
        KeptDocument document = KeptDocument.of(received, clock.instant().plus(config.earlyChangesKept()));
        return guard.guard("keep-early", () -> idsOf(document).flatMap(ids -> keep(document, ids)));
    }

    private Uni<Boolean> keep(KeptDocument document, List<String> alike) {
        if (alike.contains(document.id())) {
            return Uni.createFrom().item(true);
        }
        return alike.size() >= PER_ITEM_AND_RECIPIENT
                ? Uni.createFrom().item(false)
                : collection()
                        .estimatedDocumentCount()
                        .flatMap(count -> count >= config.earlyChangesMax()
                                ? Uni.createFrom().item(false)
                                : insert(document));
    }

    /** Of the same item and recipient: the changes that others publish must not use up the places of its owner. */
    private Uni<List<String>> idsOf(KeptDocument change) {
        Bson alike = and(eq(KeptDocument.ITEM, change.item()), eq(KeptDocument.RECIPIENT, change.recipient()));
        return repository
                .mongoDatabase()
                .getCollection(SmallCollections.EARLY_CHANGES)
                .find(alike, new FindOptions().projection(include(Fields.ID)))
                .map(document -> document.getString(Fields.ID))
                .collect()
                .asList();
    }

    private Uni<Boolean> insert(KeptDocument document) {
        return collection()
                .insertOne(document)
                .replaceWith(true)
                .onFailure(ErrorCodes::isDuplicate)
                .recoverWithItem(true);
    }

    /** The kept changes of some items that their recipients may change, without the records, which could be large. */
    Uni<List<KeptDocument>> of(Set<String> items, Set<String> recipients) {
        return guard.guard(
                "read-early",
                () -> collection()
                        .find(and(in(KeptDocument.ITEM, items), in(KeptDocument.RECIPIENT, recipients)), WITHOUT_RECORD)
                        .collect()
                        .asList());
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
