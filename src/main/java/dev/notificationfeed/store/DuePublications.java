package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
final class DuePublications {

    /** The document as it was: the {@code publishAt} that came due tells what it stood for. */
    private static final FindOneAndUpdateOptions OLDEST_AS_IT_WAS = new FindOneAndUpdateOptions()
            .sort(ascending(Fields.PUBLISH_AT))
            .projection(exclude(Fields.CONTENT))
            .returnDocument(ReturnDocument.BEFORE);

    private final NotificationRepository repository;
    private final Guard guard;
    private final Clock clock;

    DuePublications(NotificationRepository repository, Guard guard, Clock clock) {
        this.repository = repository;
        this.guard = guard;
        this.clock = clock;
    }

    /** One command for each, and one that finds no more. */
    Uni<List<Publication>> claim(int limit, Duration claim) {
        return Multi.createBy()
                .repeating()
                .uni(() -> guard.guard("claim", () -> claimOne(claim)))
                .until(Optional::isEmpty)
                .select()
                .first(limit)
                .map(Optional::orElseThrow)
                .collect()
                .asList();
    }

    Uni<Void> settle(Publication told) {
        return told.owedUntil() == null
                ? Uni.createFrom().voidItem()
                : repository
                        .mongoCollection()
                        .updateOne(stillOwed(told), settled(told))
                        .replaceWithVoid();
    }

    private Uni<Optional<Publication>> claimOne(Duration claim) {
        Instant now = clock.instant();
        Instant owedUntil = now.plus(claim);
        return repository
                .mongoCollection()
                .findOneAndUpdate(lte(Fields.PUBLISH_AT, now), set(Fields.PUBLISH_AT, owedUntil), OLDEST_AS_IT_WAS)
                .map(due -> Optional.ofNullable(due).map(found -> Publications.due(found, now, owedUntil)));
    }

    private static Bson stillOwed(Publication told) {
        long version = told.kind() == Kind.DELETED ? Publications.storedVersion(told) : told.version();
        return and(
                eq(Fields.ID, told.id().value()), eq(Fields.VERSION, version), eq(Fields.PUBLISH_AT, told.owedUntil()));
    }

    /** Also to an {@code expiresAt} that has passed meanwhile: readers have seen the item and must be told that it went. */
    private static Bson settled(Publication told) {
        if (told.kind() == Kind.ERASED) {
            return Erasure.forgotten();
        }
        return told.item() == null || told.item().expiresAt() == null
                ? unset(Fields.PUBLISH_AT)
                : set(Fields.PUBLISH_AT, told.item().expiresAt());
    }
}
