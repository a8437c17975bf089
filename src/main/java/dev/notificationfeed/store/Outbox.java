package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * The outbox: {@code publishAt} of an item is the time from which any replica publishes it. A replica claims a pending
 * publication by moving {@code publishAt} into the future. So one of many replicas publishes it, and another one retries after
 * a crash.
 *
 * <pre>
 *   absent ◄────────── markPublished, no expiry ───────────┐
 *     │ change                                             │
 *     ▼                                                    │
 *   future ──time passes──► due ──claim──► future ──publish──► published ──markPublished──► at expiresAt
 *                            ▲               │ the replica crashed
 *                            └───────────────┘
 * </pre>
 */
@Singleton
final class Outbox {

    private static final FindOneAndUpdateOptions RETURN_CLAIMED =
            new FindOneAndUpdateOptions().projection(exclude(Fields.CONTENT)).returnDocument(ReturnDocument.AFTER);

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final int CONCURRENT_CLAIMS = 16;
    /** A thousand updates in one command could exceed the timeout of a call to MongoDB. */
    private static final int UPDATES_PER_COMMAND = 100;

    private final NotificationRepository repository;
    private final Items items;
    private final Guard guard;
    private final Clock clock;

    Outbox(NotificationRepository repository, Items items, Guard guard, Clock clock) {
        this.repository = repository;
        this.items = items;
        this.guard = guard;
        this.clock = clock;
    }

    /** One command finds due publications, and one command claims each. Those that another replica claims first are left out. */
    Uni<List<Publication>> claim(int limit, Duration claim) {
        Instant now = clock.instant();
        return guard.guard(
                        "due", () -> items.slice(lte(Fields.PUBLISH_AT, now), ascending(Fields.PUBLISH_AT), 0, limit))
                .flatMap(due -> claimEach(due, now, claim));
    }

    /** Counts due publications and those that become due within the time of a claim, which includes claimed ones. */
    Uni<Long> count(int limit, Duration claim) {
        return guard.guard(
                "count-due",
                () -> repository
                        .mongoCollection()
                        .countDocuments(
                                lte(Fields.PUBLISH_AT, clock.instant().plus(claim)), new CountOptions().limit(limit)));
    }

    private Uni<List<Publication>> claimEach(List<NotificationDocument> due, Instant now, Duration claim) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(document -> guard.guard("claim", () -> claimOne(document, now, claim)))
                .merge(CONCURRENT_CLAIMS)
                .map(claimed -> Publications.claimed(claimed, now))
                .collect()
                .asList();
    }

    /** Null if it is no longer due. */
    private Uni<NotificationDocument> claimOne(NotificationDocument due, Instant now, Duration claim) {
        Bson stillDue = and(eq(Fields.ID, due.id()), eq(Fields.PUBLISH_AT, due.publishAt()));
        Bson claimed = set(Fields.PUBLISH_AT, claimedUntil(due, now, claim));
        return repository.mongoCollection().findOneAndUpdate(stillDue, claimed, RETURN_CLAIMED);
    }

    /** A claim ends at the item's expiry at the latest, so that the expiry is published in time. */
    private static Instant claimedUntil(NotificationDocument due, Instant now, Duration claim) {
        Instant end = now.plus(claim);
        boolean expiresBefore = due.expiresAt() != null
                && due.expiresAt().isAfter(now)
                && due.expiresAt().isBefore(end);
        return expiresBefore ? due.expiresAt() : end;
    }

    Uni<Void> markPublished(List<Publication> publications) {
        List<Publication> pending = publications.stream()
                .filter(publication -> publication.pendingUntil() != null)
                .toList();
        return Multi.createFrom()
                .iterable(pending)
                .group()
                .intoLists()
                .of(UPDATES_PER_COMMAND)
                .onItem()
                .transformToUniAndConcatenate(some -> guard.guard("settle", () -> markAllPublished(some)))
                .collect()
                .last();
    }

    private Uni<Void> markAllPublished(List<Publication> published) {
        List<UpdateOneModel<NotificationDocument>> updates = published.stream()
                .map(one -> new UpdateOneModel<NotificationDocument>(stillPending(one), published(one)))
                .toList();
        return repository.mongoCollection().bulkWrite(updates, UNORDERED).replaceWithVoid();
    }

    private static Bson stillPending(Publication published) {
        long version = published.kind() == Kind.DELETED ? Publications.storedVersion(published) : published.version();
        return and(
                eq(Fields.ID, published.id().value()),
                eq(Fields.VERSION, version),
                eq(Fields.PUBLISH_AT, published.pendingUntil()));
    }

    /** The next publication is the expiry, even if {@code expiresAt} has passed meanwhile: readers have seen the item. */
    private static Bson published(Publication published) {
        if (published.kind() == Kind.ERASED) {
            return Erasure.withoutRecipient();
        }
        Bson next = published.item() == null || published.item().expiresAt() == null
                ? unset(Fields.PUBLISH_AT)
                : set(Fields.PUBLISH_AT, published.item().expiresAt());
        return combine(next, unset(Fields.SCHEDULED));
    }
}
