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
import dev.notificationfeed.notification.Withdrawal;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ItemState.Transition;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Applies one upstream change or withdrawal: reads the item, decides, and writes if the item is unchanged since. A change whose
 * item has not come is kept. The item may come at the same time: either this replica finds it in the second look, or the
 * replica that stores it finds the kept change.
 */
@Singleton
final class ItemUpdater {

    private final Items items;
    private final KeptChanges kept;
    private final EarlyTombstones tombstones;
    private final Guard guard;
    private final Clock clock;

    ItemUpdater(Items items, KeptChanges kept, EarlyTombstones tombstones, Guard guard, Clock clock) {
        this.items = items;
        this.kept = kept;
        this.tombstones = tombstones;
        this.guard = guard;
        this.clock = clock;
    }

    /** Applies a change, or keeps it. */
    Uni<ChangeResult> apply(Received received) {
        return applyTo(received.change())
                .flatMap(result -> result.outcome() == Outcome.EARLY
                        ? keep(received)
                        : Uni.createFrom().item(result));
    }

    /** Applies a change to its item; {@link Outcome#EARLY} if that has not come. */
    Uni<ChangeResult> applyTo(Change change) {
        return guard.guard(
                "alter", () -> attempt(change, none -> Uni.createFrom().voidItem()));
    }

    private Uni<ChangeResult> keep(Received received) {
        return kept.keep(received)
                .flatMap(isKept -> isKept
                        ? lookAgain(received)
                        : Uni.createFrom().item(ChangeResult.tooManyEarly(received.change())));
    }

    private Uni<ChangeResult> lookAgain(Received received) {
        return guard.guard("alter", () -> attempt(received.change(), this::leaveTombstone))
                .call(result -> result.outcome() == Outcome.EARLY
                        ? Uni.createFrom().voidItem()
                        : kept.forget(List.of(KeptDocument.idOf(received))));
    }

    private Uni<Void> leaveTombstone(Change change) {
        return change instanceof Withdrawal
                ? tombstones.leave(change)
                : Uni.createFrom().voidItem();
    }

    private Uni<ChangeResult> attempt(Change change, Function<Change, Uni<Void>> ifAbsent) {
        return items.one(eq(Fields.ID, change.id().value()))
                .call(document -> document == null
                        ? ifAbsent.apply(change)
                        : Uni.createFrom().voidItem())
                .flatMap(document -> decide(change, document))
                .onFailure(ErrorCodes::isPermanent)
                .recoverWithItem(failure -> ChangeResult.refused(change, ((MongoServerException) failure).getCode()));
    }

    private Uni<ChangeResult> decide(Change change, NotificationDocument document) {
        if (document == null || document.isWithdrawnEarly()) {
            return Uni.createFrom().item(ChangeResult.applied(change, Outcome.EARLY, null));
        }
        if (!mayBelongTo(change, document)) {
            return Uni.createFrom().item(ChangeResult.unknown(change));
        }
        if (document.isTombstone()) {
            return acknowledge(document, ChangeResult.seenBefore(change, document, clock.instant()));
        }
        return change instanceof StatusChange statusChange
                ? changeStatus(statusChange, document)
                : withdraw(change, document);
    }

    /**
     * The tombstones of an erased person no longer name the recipient. Refusing the change would write the person's data to
     * the dead-letter topic.
     */
    private static boolean mayBelongTo(Change change, NotificationDocument document) {
        return document.recipient() == null || document.isOf(change.recipient());
    }

    private Uni<ChangeResult> changeStatus(StatusChange change, NotificationDocument document) {
        Transition transition = ItemState.of(document).apply(change);
        return switch (transition.outcome()) {
            case CHANGED, UNCHANGED ->
                items.update(document, StatusUpdate.byEvent(change.event(), transition))
                        .map(updated -> written(change, transition.outcome(), updated));
            case OUTDATED -> acknowledge(document, ChangeResult.applied(change, Outcome.OUTDATED, null));
            case STATUS_NOT_ALLOWED -> Uni.createFrom().item(ChangeResult.notAllowed(change, document));
            default -> acknowledge(document, ChangeResult.seenBefore(change, document, clock.instant()));
        };
    }

    /** Acknowledges only after the earlier write is majority-committed. */
    private Uni<ChangeResult> acknowledge(NotificationDocument document, ChangeResult result) {
        return items.confirm(document).replaceWith(result);
    }

    private ChangeResult written(Change change, Outcome outcome, NotificationDocument updated) {
        boolean visible = outcome == Outcome.CHANGED;
        return ChangeResult.applied(change, outcome, visible ? Publications.current(updated, clock.instant()) : null);
    }

    private Uni<ChangeResult> withdraw(Change change, NotificationDocument document) {
        Instant now = clock.instant();
        NotificationDocument tombstone = document.withdrawn(now);
        Publication publication = isKnownToReaders(document, now) ? Publications.current(tombstone, now) : null;
        return items.replace(document, tombstone)
                .map(done -> ChangeResult.applied(change, Outcome.CHANGED, publication));
    }

    /** An item that is over and has no pending publication was published as deleted, or never published at all. */
    private static boolean isKnownToReaders(NotificationDocument document, Instant now) {
        return !document.isScheduled() && (!document.isOver(now) || document.publishAt() != null);
    }
}
