package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.store.ChangeResult.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * The status of an item, with all rules for changing it.
 *
 * @param appliedEvents ids of the most recently applied change events
 */
record ItemState(
        NotificationType type,
        Status status,
        String statusDetail,
        Instant readAt,
        Instant changedAt,
        List<String> appliedEvents) {

    /**
     * The effect of a change.
     *
     * @param next the state to store, or null when there is nothing to store
     */
    record Transition(Outcome outcome, ItemState next) {}

    static ItemState of(NotificationDocument document) {
        return new ItemState(
                document.type(),
                document.status(),
                document.statusDetail(),
                document.readAt(),
                document.changedAt(),
                document.appliedEvents() == null ? List.of() : document.appliedEvents());
    }

    /** Applies an upstream change: idempotent by its event, ordered by its {@code changedAt}. Its detail replaces the old one. */
    Transition apply(StatusChange change) {
        Instant since = change.changedAt().truncatedTo(ChronoUnit.MILLIS);
        if (appliedEvents.contains(change.event().notificationId().value())) {
            return new Transition(Outcome.SEEN_BEFORE, null);
        }
        if (!type.allows(change.status())) {
            return new Transition(Outcome.STATUS_NOT_ALLOWED, null);
        }
        if (since.isBefore(changedAt)) {
            return new Transition(Outcome.OUTDATED, null);
        }
        return transitionTo(with(change.status(), change.statusDetail(), since));
    }

    /** Applies a mark by the recipient. It always applies and keeps the detail. */
    Transition mark(Status mark, Instant now) {
        return type.allows(mark)
                ? transitionTo(with(mark, statusDetail, now))
                : new Transition(Outcome.STATUS_NOT_ALLOWED, null);
    }

    /** A change without a visible difference is stored too, so that an older change cannot undo it. */
    private Transition transitionTo(ItemState next) {
        boolean same = next.status == status
                && Objects.equals(next.statusDetail, statusDetail)
                && Objects.equals(next.readAt, readAt);
        return new Transition(same ? Outcome.UNCHANGED : Outcome.CHANGED, next);
    }

    private ItemState with(Status newStatus, String newDetail, Instant since) {
        Instant firstRead = newStatus == Status.READ && readAt == null ? since : readAt;
        return new ItemState(type, newStatus, newDetail, firstRead, since, appliedEvents);
    }
}
