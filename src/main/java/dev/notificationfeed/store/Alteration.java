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
import dev.notificationfeed.store.Applied.Outcome;
import dev.notificationfeed.store.Standing.Step;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** Applies one upstream change, or withdrawal, of an item: read it, decide, and write if nobody else wrote meanwhile. */
@Singleton
final class Alteration {

    private final Items items;
    private final Guard guard;
    private final Clock clock;

    Alteration(Items items, Guard guard, Clock clock) {
        this.items = items;
        this.guard = guard;
        this.clock = clock;
    }

    Uni<Applied> apply(Change change) {
        return guard.guard("alter", () -> attempt(change));
    }

    private Uni<Applied> attempt(Change change) {
        return items.one(eq(Fields.ID, change.id().value()))
                .flatMap(document -> decide(change, document))
                .onFailure(Alteration::isForGood)
                .recoverWithItem(failure -> Results.refused(change, ((MongoServerException) failure).getCode()));
    }

    private Uni<Applied> decide(Change change, NotificationDocument document) {
        if (document == null || !mayBeOf(change, document)) {
            return Uni.createFrom().item(Results.unknown(change));
        }
        if (document.isTombstone()) {
            return nothingToDo(document, Results.seenBefore(change, document, clock.instant()));
        }
        return change instanceof StatusChange statusChange
                ? changeStatus(statusChange, document)
                : withdraw(change, document);
    }

    /** An erased person's tombstones no longer say whose they are: to refuse would put a person's data on record again. */
    private static boolean mayBeOf(Change change, NotificationDocument document) {
        return document.recipient() == null || document.isOf(change.recipient());
    }

    private Uni<Applied> changeStatus(StatusChange change, NotificationDocument document) {
        Step step = Standing.of(document).after(change);
        return switch (step.outcome()) {
            case CHANGED, UNCHANGED ->
                items.update(document, StatusUpdate.by(change.event(), step))
                        .map(updated -> written(change, step.outcome(), updated));
            case OUTDATED -> nothingToDo(document, Results.outdated(change));
            case STATUS_NOT_ALLOWED -> Uni.createFrom().item(Results.notAllowed(change, document));
            default -> nothingToDo(document, Results.seenBefore(change, document, clock.instant()));
        };
    }

    /** Not before what makes it needless is there to stay. */
    private Uni<Applied> nothingToDo(NotificationDocument document, Applied result) {
        return items.confirm(document).replaceWith(result);
    }

    private Applied written(Change change, Outcome outcome, NotificationDocument updated) {
        boolean visible = outcome == Outcome.CHANGED;
        return new Applied(change, outcome, visible ? Publications.current(updated, clock.instant()) : null, null);
    }

    private Uni<Applied> withdraw(Change change, NotificationDocument document) {
        Instant now = clock.instant();
        NotificationDocument tombstone = document.withdrawn(now);
        Publication publication = isKnownToReaders(document, now) ? Publications.current(tombstone, now) : null;
        return items.replace(document, tombstone).map(done -> new Applied(change, Outcome.CHANGED, publication, null));
    }

    /** An expired item that owes nothing has been told as gone, or was never told at all. */
    private static boolean isKnownToReaders(NotificationDocument document, Instant now) {
        return !document.isAwaited(now) && (!document.isExpired(now) || document.publishAt() != null);
    }

    private static boolean isForGood(Throwable failure) {
        return failure instanceof MongoServerException server && ErrorCodes.isForGood(server.getCode());
    }
}
