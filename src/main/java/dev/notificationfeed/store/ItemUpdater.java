package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoServerException;
import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ItemState.Transition;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** Applies one upstream change, or withdrawal, of an item: read it, decide, and write if nobody else wrote meanwhile. */
@Singleton
final class ItemUpdater {

    private final Items items;
    private final Guard guard;
    private final Clock clock;

    ItemUpdater(Items items, Guard guard, Clock clock) {
        this.items = items;
        this.guard = guard;
        this.clock = clock;
    }

    Uni<ChangeResult> apply(Change change) {
        return guard.guard("alter", () -> attempt(change));
    }

    private Uni<ChangeResult> attempt(Change change) {
        return items.one(eq(Fields.ID, change.id().value()))
                .flatMap(document -> decide(change, document))
                .onFailure(ItemUpdater::isForGood)
                .recoverWithItem(failure -> ChangeResults.refused(change, ((MongoServerException) failure).getCode()));
    }

    private Uni<ChangeResult> decide(Change change, NotificationDocument document) {
        if (document == null || !mayBeOf(change, document)) {
            return Uni.createFrom().item(ChangeResults.unknown(change));
        }
        if (document.isTombstone()) {
            return nothingToDo(document, ChangeResults.seenBefore(change, document, clock.instant()));
        }
        return change instanceof StatusChange statusChange
                ? changeStatus(statusChange, document)
                : withdraw(change, document);
    }

    /** An erased person's tombstones no longer say whose they are: to refuse would put a person's data on record again. */
    private static boolean mayBeOf(Change change, NotificationDocument document) {
        return document.recipient() == null || document.isOf(change.recipient());
    }

    private Uni<ChangeResult> changeStatus(StatusChange change, NotificationDocument document) {
        Transition transition = ItemState.of(document).after(change);
        return switch (transition.outcome()) {
            case CHANGED, UNCHANGED ->
                items.update(document, StatusUpdate.by(change.event(), transition))
                        .map(updated -> written(change, transition.outcome(), updated));
            case OUTDATED -> nothingToDo(document, ChangeResults.outdated(change));
            case STATUS_NOT_ALLOWED -> Uni.createFrom().item(ChangeResults.notAllowed(change, document));
            default -> nothingToDo(document, ChangeResults.seenBefore(change, document, clock.instant()));
        };
    }

    /** Not before what makes it needless is there to stay. */
    private Uni<ChangeResult> nothingToDo(NotificationDocument document, ChangeResult result) {
        return items.confirm(document).replaceWith(result);
    }

    private ChangeResult written(Change change, Outcome outcome, NotificationDocument updated) {
        boolean visible = outcome == Outcome.CHANGED;
        return new ChangeResult(change, outcome, visible ? Publications.current(updated, clock.instant()) : null, null);
    }

    private Uni<ChangeResult> withdraw(Change change, NotificationDocument document) {
        Instant now = clock.instant();
        NotificationDocument tombstone = document.withdrawn(now);
        Publication publication = isKnownToReaders(document, now) ? Publications.current(tombstone, now) : null;
        return items.replace(document, tombstone)
                .map(done -> new ChangeResult(change, Outcome.CHANGED, publication, null));
    }

    /** An expired item that owes nothing has been told as gone, or was never told at all. */
    private static boolean isKnownToReaders(NotificationDocument document, Instant now) {
        return !document.isAwaited(now) && (!document.isExpired(now) || document.publishAt() != null);
    }

    private static boolean isForGood(Throwable failure) {
        return failure instanceof MongoServerException server && ErrorCodes.isForGood(server.getCode());
    }
}
