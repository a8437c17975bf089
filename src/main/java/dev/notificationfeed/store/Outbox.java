package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
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
import dev.notificationfeed.mongodb.Removal;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.bson.conversions.Bson;

/**
 * The outbox: {@code publishAt} of an item is the time from which any replica publishes it. A replica claims a pending
 * publication by moving {@code publishAt} into the future. So one of many replicas publishes it, and another one retries after
 * a crash. The same update changes what the lists show, so that lists and publications agree whatever the clocks of the
 * replicas say: a scheduled item appears, and an item that has expired ends.
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
        return guard.guard("due", () -> items.slice(pendingBy(now), ascending(Fields.PUBLISH_AT), 0, limit))
                .flatMap(due -> claimEach(due, now, document -> claimOne(document, now, claim)));
    }

    /** Ends items that MongoDB will remove soon, and claims the publication of their end; commands as for {@link #claim}. */
    Uni<List<Publication>> claimEnding(int limit, Duration claim) {
        Instant now = clock.instant();
        return guard.guard("ending", () -> items.slice(ending(now), ascending(Fields.REMOVE_AT), 0, limit))
                .flatMap(ending -> claimEach(ending, now, document -> endOne(document, now, claim)));
    }

    /** Shows scheduled items that are due, for the time in which nothing can be published. They stay pending. */
    Uni<Void> showDue() {
        Bson due = and(pendingBy(clock.instant()), Visibility.scheduled());
        return guard.guard(
                "show-due",
                () -> repository
                        .mongoCollection()
                        .updateMany(due, set(Fields.SCHEDULED, false))
                        .replaceWithVoid());
    }

    /** Counts due publications and those that become due within the time of a claim, which includes claimed ones. */
    Uni<Long> count(int limit, Duration claim) {
        return guard.guard(
                "count-due",
                () -> repository
                        .mongoCollection()
                        .countDocuments(pendingBy(clock.instant().plus(claim)), new CountOptions().limit(limit)));
    }

    /** Amazon DocumentDB uses a sparse index only if the query says that the field exists. */
    private static Bson pendingBy(Instant time) {
        return and(exists(Fields.PUBLISH_AT), lte(Fields.PUBLISH_AT, time));
    }

    private static Bson ending(Instant now) {
        return and(lte(Fields.REMOVE_AT, Removal.endingAt(now)), Visibility.isItem(), Visibility.notEnded());
    }

    private Uni<List<Publication>> claimEach(
            List<NotificationDocument> documents,
            Instant now,
            Function<NotificationDocument, Uni<NotificationDocument>> claimOne) {
        return Multi.createFrom()
                .iterable(documents)
                .onItem()
                .transformToUni(document -> guard.guard("claim", () -> claimOne.apply(document)))
                .merge(CONCURRENT_CLAIMS)
                .map(claimed -> Publications.claimed(claimed, now))
                .collect()
                .asList();
    }

    /** Null if it is no longer due. */
    private Uni<NotificationDocument> claimOne(NotificationDocument due, Instant now, Duration claim) {
        Bson stillDue = Items.same(due, eq(Fields.PUBLISH_AT, due.publishAt()));
        return repository.mongoCollection().findOneAndUpdate(stillDue, claimed(due, now, claim), RETURN_CLAIMED);
    }

    /** Null if another replica has ended it, or if it is to be removed later now. */
    private Uni<NotificationDocument> endOne(NotificationDocument ending, Instant now, Duration claim) {
        return repository
                .mongoCollection()
                .findOneAndUpdate(Items.same(ending, ending(now)), ended(now, now.plus(claim)), RETURN_CLAIMED);
    }

    private static Bson claimed(NotificationDocument due, Instant now, Duration claim) {
        Instant until = claimedUntil(due, now, claim);
        if (!due.isTombstone() && due.isOver(now)) {
            return ended(now, until);
        }
        Bson claimed = set(Fields.PUBLISH_AT, until);
        return due.isScheduled() ? combine(claimed, set(Fields.SCHEDULED, false)) : claimed;
    }

    /** MongoDB must not remove the item before its end is published. */
    private static Bson ended(Instant now, Instant publishAt) {
        return combine(
                set(Fields.ENDED, true),
                set(Fields.PUBLISH_AT, publishAt),
                max(Fields.REMOVE_AT, now.plus(Removal.AFTER_END)));
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
        boolean isDeleted = published.kind() == Kind.DELETED;
        return and(
                eq(Fields.ID, published.id().value()),
                eq(Fields.RECIPIENT, published.recipient().value()),
                eq(Fields.VERSION, isDeleted ? Publications.storedVersion(published) : published.version()),
                eq(Fields.PUBLISH_AT, published.pendingUntil()),
                isDeleted ? exists(Fields.PUBLISH_AT) : Visibility.notEnded());
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
