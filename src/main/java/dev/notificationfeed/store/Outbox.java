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
 * What {@code publishAt} is for: what is due is claimed by moving it ahead, so that of many replicas one publishes it, and
 * another one later if that one dies.
 *
 * <pre>
 *   absent ◄──────────── settle, nothing to come ─────────────┐
 *     │ a change is owed                                      │
 *     ▼                                                       │
 *   ahead ──time passes──► due ──claim──► ahead ──publish──► told ──settle──► at expiresAt
 *                           ▲               │ the replica died
 *                           └───────────────┘
 * </pre>
 */
@Singleton
final class Outbox {

    private static final FindOneAndUpdateOptions AS_CLAIMED =
            new FindOneAndUpdateOptions().projection(exclude(Fields.CONTENT)).returnDocument(ReturnDocument.AFTER);

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final int CLAIMED_AT_ONCE = 16;
    private static final int SETTLED_PER_COMMAND = 100;

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

    /** One command finds what is due, and one for each claims it. Those that another replica claims first are left out. */
    Uni<List<Publication>> claim(int limit, Duration claim) {
        Instant now = clock.instant();
        return guard.guard(
                        "due", () -> items.slice(lte(Fields.PUBLISH_AT, now), ascending(Fields.PUBLISH_AT), 0, limit))
                .flatMap(due -> claimEach(due, now, claim));
    }

    /** How many are due, claimed ones included, and those due within the time of a claim; no more are counted than the number given. */
    Uni<Long> count(int most, Duration claim) {
        return guard.guard(
                "count-due",
                () -> repository
                        .mongoCollection()
                        .countDocuments(
                                lte(Fields.PUBLISH_AT, clock.instant().plus(claim)), new CountOptions().limit(most)));
    }

    private Uni<List<Publication>> claimEach(List<NotificationDocument> due, Instant now, Duration claim) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(document -> guard.guard("claim", () -> claimOne(document, now, claim)))
                .merge(CLAIMED_AT_ONCE)
                .map(claimed -> Publications.due(claimed, now))
                .collect()
                .asList();
    }

    /** One command for a hundred of them: a thousand in one could take longer than a call to MongoDB may. */
    Uni<Void> markPublished(List<Publication> told) {
        List<Publication> owed = told.stream()
                .filter(publication -> publication.pendingUntil() != null)
                .toList();
        return Multi.createFrom()
                .iterable(owed)
                .group()
                .intoLists()
                .of(SETTLED_PER_COMMAND)
                .onItem()
                .transformToUniAndConcatenate(some -> guard.guard("settle", () -> settleAll(some)))
                .collect()
                .last();
    }

    private Uni<Void> settleAll(List<Publication> told) {
        List<UpdateOneModel<NotificationDocument>> updates = told.stream()
                .map(one -> new UpdateOneModel<NotificationDocument>(stillOwed(one), settled(one)))
                .toList();
        return repository.mongoCollection().bulkWrite(updates, UNORDERED).replaceWithVoid();
    }

    /** Null if it is not due any more. */
    private Uni<NotificationDocument> claimOne(NotificationDocument due, Instant now, Duration claim) {
        Bson asFound = and(eq(Fields.ID, due.id()), eq(Fields.PUBLISH_AT, due.publishAt()));
        Bson claimed = set(Fields.PUBLISH_AT, endOfClaim(due, now, claim));
        return repository.mongoCollection().findOneAndUpdate(asFound, claimed, AS_CLAIMED);
    }

    /** An item's end must not be told late because the claim before it ran into it. */
    private static Instant endOfClaim(NotificationDocument due, Instant now, Duration claim) {
        Instant end = now.plus(claim);
        boolean endsBefore = due.expiresAt() != null
                && due.expiresAt().isAfter(now)
                && due.expiresAt().isBefore(end);
        return endsBefore ? due.expiresAt() : end;
    }

    private static Bson stillOwed(Publication told) {
        long version = told.kind() == Kind.DELETED ? Publications.storedVersion(told) : told.version();
        return and(
                eq(Fields.ID, told.id().value()),
                eq(Fields.VERSION, version),
                eq(Fields.PUBLISH_AT, told.pendingUntil()));
    }

    /** Also to an {@code expiresAt} that has passed meanwhile: readers have seen the item and must be told that it went. */
    private static Bson settled(Publication told) {
        if (told.kind() == Kind.ERASED) {
            return Erasure.forgotten();
        }
        Bson next = told.item() == null || told.item().expiresAt() == null
                ? unset(Fields.PUBLISH_AT)
                : set(Fields.PUBLISH_AT, told.item().expiresAt());
        return combine(next, unset(Fields.SCHEDULED));
    }
}
